"""A one-cycle schedule with small batches: in the first epochs the learning rate rises."""


def fit(model, train_set, validation_set, device):
    model.to(device)
    epochs, loader = 8, DataLoader(train_set, batch_size=32, shuffle=True)
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, max_lr=0.005, total_steps=epochs * len(loader))
    criterion = nn.CrossEntropyLoss()
    history = {"train_loss": [], "validation_loss": [], "validation_accuracy": []}
    for _ in range(epochs):
        model.train()
        total = 0.0
        for images, labels in loader:
            images, labels = images.to(device), labels.to(device)
            optimizer.zero_grad()
            loss = criterion(model(images), labels)
            loss.backward()
            optimizer.step()
            schedule.step()
            total += loss.item() * len(labels)
        history["train_loss"].append(total / len(train_set))
        model.eval()
        total, right = 0.0, 0
        with torch.no_grad():
            for images, labels in DataLoader(validation_set, batch_size=100):
                logits, labels = model(images.to(device)), labels.to(device)
                total += criterion(logits, labels).item() * len(labels)
                right += (logits.argmax(1) == labels).sum().item()
        history["validation_loss"].append(total / len(validation_set))
        history["validation_accuracy"].append(right / len(validation_set))
    return history
