"""Measuring a slope and walking down it are two jobs. Which of them is autograd's?"""

answers = answers | {"autograd": "a"}
