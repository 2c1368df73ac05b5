"""Try to put a number and a word into one tensor. What does a tensor know about the kind of its entries that a
list does not?
"""

answers = answers | {"tensor": "b"}
