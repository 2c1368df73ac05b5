"""A question still waits for its letter. Which of your entries is empty?"""

answers = answers | {"ranges": ""}
