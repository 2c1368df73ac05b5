"""You name the right losses on the screen. What does the caller get in hand?"""


def choose_loss(task):
    if task == "classification":
        print("CrossEntropyLoss")
    elif task == "regression":
        print("MSELoss")
    elif task == "binary":
        print("BCEWithLogitsLoss")
    else:
        raise ValueError(task)
