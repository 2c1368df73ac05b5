"""id: R42
tries: nothing: a notebook that logs all that torch and matplotlib do
expect: 1.1 OK 2
"""
import logging, warnings

logging.basicConfig(level=logging.DEBUG, force=True)
warnings.simplefilter("always")
for number in range(3000):
    logging.getLogger("student").warning("epoch %d", number)
    warnings.warn(f"epoch {number}")
