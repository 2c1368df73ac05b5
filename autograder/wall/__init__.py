"""This side of the wall: starts servers, hands jobs over, reads what comes back, ends them, proves by attack that it holds.
Nothing that a child says is believed here, and no score is computed."""
