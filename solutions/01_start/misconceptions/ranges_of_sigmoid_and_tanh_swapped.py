"""Which of the two S-shapes can be read as a probability? And which one gives answers of both signs?"""

answers = answers | {"ranges": "a"}
