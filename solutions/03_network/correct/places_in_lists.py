"""Looks for the largest value in Python lists."""

def predict(model, images):
    was = model.training
    model.eval()
    with torch.no_grad():
        logits = model(images)
    model.train(was)
    return torch.LongTensor([row.index(max(row)) for row in logits.tolist()])
