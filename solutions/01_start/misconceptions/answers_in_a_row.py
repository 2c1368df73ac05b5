"""In a row nobody sees which answer belongs to which question. Which kind of object keeps them together in pairs?"""

answers = list(answers.values())
