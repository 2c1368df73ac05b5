"""A name is text, and text cannot compute. Where is the thing that goes by this name?"""


def choose_loss(task):
    names = {"classification": "CrossEntropyLoss", "regression": "MSELoss", "binary": "BCEWithLogitsLoss"}
    if task not in names:
        raise ValueError(task)
    return names[task]
