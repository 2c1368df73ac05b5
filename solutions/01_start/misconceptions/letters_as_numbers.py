"""What does `type(answers["tensor"])` say? Each answer is one letter, a text in quotes."""

answers = {question: "abcd".index(letter) for question, letter in answers.items()}
