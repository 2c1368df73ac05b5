"""A one-cycle schedule with large batches, steps counted by hand, and NumPy numbers in the history."""
import numpy as np


def fit(model, train_set, validation_set, device):
    device = torch.device(device)
    model.to(device)
    epochs = 12
    loader = DataLoader(train_set, batch_size=100, shuffle=True)
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, max_lr=0.01, total_steps=epochs * len(loader))
    criterion = nn.CrossEntropyLoss()
    out = dict(train_loss=[], validation_loss=[], validation_accuracy=[])
    for _ in range(epochs):
        losses, sizes = [], []
        model.train(True)
        for images, labels in loader:
            images, labels = images.to(device), labels.to(device)
            model.zero_grad()
            loss = criterion(model(images), labels)
            loss.backward()
            optimizer.step()
            schedule.step()
            losses.append(loss.detach().cpu().item())
            sizes.append(len(images))
        out["train_loss"].append(np.average(losses, weights=sizes))
        model.train(False)
        losses, hits, sizes = [], [], []
        with torch.no_grad():
            for images, labels in DataLoader(validation_set, batch_size=64):
                logits = model(images.to(device))
                losses.append(criterion(logits, labels.to(device)).item())
                hits.append((logits.argmax(-1).cpu() == labels).double().mean().item())
                sizes.append(len(labels))
        out["validation_loss"].append(np.average(losses, weights=sizes))
        out["validation_accuracy"].append(np.average(hits, weights=sizes))
    return out
