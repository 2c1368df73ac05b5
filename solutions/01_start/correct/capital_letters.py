"""Answers in capital letters, some with a parenthesis as on paper."""

answers = {
    question: letter.upper() + (")" if question in ("module", "ranges") else " ")
    for question, letter in answers.items()
}
