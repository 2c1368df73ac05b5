"""The numbers are right, and everybody's random numbers go on from another place. Does an evaluation need another
order of the samples?
"""

from torch.utils.data import DataLoader


def evaluate(model, loader, criterion, device):
    was_training = model.training
    model.to(device)
    model.eval()
    total, right, samples = 0.0, 0, 0
    with torch.no_grad():
        for inputs, targets in DataLoader(loader.dataset, batch_size=2, shuffle=True):
            inputs, targets = inputs.to(device), targets.to(device)
            outputs = model(inputs)
            total += criterion(outputs, targets).item() * len(targets)
            right += (outputs.argmax(dim=1) == targets).sum().item()
            samples += len(targets)
    model.train(was_training)
    return total / samples, right / samples
