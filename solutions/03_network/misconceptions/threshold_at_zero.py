"""With more than two classes, asking which logits are positive does not settle it. What does?"""
def predict(model, images):
    was = model.training
    model.eval()
    with torch.no_grad():
        result = (model(images) > 0).long().argmax(dim=1)
    model.train(was)
    return result
