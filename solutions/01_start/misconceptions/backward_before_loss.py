"""Going back starts from one number. Which step makes that number?"""

answers = answers | {"four steps": "a"}
