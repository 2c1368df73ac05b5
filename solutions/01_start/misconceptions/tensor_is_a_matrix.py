"""What shape has torch.tensor(3.0), and what shape has a batch of colour pictures? Look at how many dimensions a
tensor may have.
"""

answers = answers | {"tensor": "a"}
