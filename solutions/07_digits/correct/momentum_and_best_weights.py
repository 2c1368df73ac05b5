"""SGD with momentum and weight decay; afterwards the weights of the best epoch are put back."""
import copy
from collections import defaultdict

from torch.nn import functional as F


def evaluate(model, batches, device):
    was_training = model.training
    model.eval()
    total, right, count = 0.0, 0, 0
    with torch.no_grad():
        for x, y in batches:
            x, y = x.to(device), y.to(device)
            z = model(x)
            total += F.cross_entropy(z, y, reduction="sum").item()
            right += (z.max(1).indices == y).sum().item()
            count += y.size(0)
    model.train(was_training)
    return total / count, right / count


def fit(model, train_set, validation_set, device):
    model.to(device).train()
    optimizer = torch.optim.SGD(model.parameters(), lr=0.05, momentum=0.9, weight_decay=1e-4, nesterov=True)
    history, best, kept = defaultdict(list), -1.0, None
    for _ in range(8):
        for x, y in DataLoader(train_set, batch_size=40, shuffle=True, drop_last=True):
            optimizer.zero_grad(set_to_none=False)
            F.cross_entropy(model(x.to(device)), y.to(device)).backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 5.0)
            optimizer.step()
        loss, _ = evaluate(model, DataLoader(train_set, batch_size=500), device)
        history["train_loss"].append(loss)
        loss, accuracy = evaluate(model, DataLoader(validation_set, batch_size=500), device)
        history["validation_loss"].append(loss)
        history["validation_accuracy"].append(accuracy)
        if accuracy > best:
            best, kept = accuracy, copy.deepcopy(model.state_dict())
    model.load_state_dict(kept)
    return history
