"""Fills in the answers one after the other, in another order, and keeps notes beside them."""

right = answers
answers = {}
for question in sorted(right, reverse=True):
    answers[question] = right[question]
answers["not sure about"] = "ranges"
