"""What is shown on the screen is not handed back. What does your function `return`?"""


def predict(model, images):
    was = model.training
    model.eval()
    with torch.no_grad():
        result = model(images).argmax(dim=1)
    model.train(was)
    print(result)
