"""Each question wants one letter, and nothing else."""

answers = {question: "the answer is " + letter for question, letter in answers.items()}
