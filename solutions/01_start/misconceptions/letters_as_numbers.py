"""What does `type(answers["tensor"])` say? A letter is text, and stands in quotes."""

answers = {question: "abcd".index(letter) for question, letter in answers.items()}
