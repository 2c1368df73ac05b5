"""Each question wants a single letter, not the words of the answer."""

answers = {question: "the answer is " + letter for question, letter in answers.items()}
