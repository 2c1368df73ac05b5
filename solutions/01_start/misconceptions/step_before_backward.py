"""In which order must measuring the slope and taking the step happen?"""

answers = answers | {"four steps": "c"}
