"""How many steps does your optimizer take in an epoch with ten batches? Which line takes them, and how often does it run?"""


def fit(model, train_set, validation_set, device):
    model.to(device)
    criterion = nn.CrossEntropyLoss()
    optimizer = torch.optim.Adam(model.parameters(), lr=0.002)
    loader = DataLoader(train_set, batch_size=50, shuffle=True)
    history = {"train_loss": [], "validation_loss": [], "validation_accuracy": []}
    for epoch in range(4):
        model.train()
        total = 0.0
        for images, labels in loader:
            images, labels = images.to(device), labels.to(device)
            optimizer.zero_grad()
            loss = criterion(model(images), labels)
            loss.backward()
            total += loss.item() * len(labels)
        optimizer.step()
        history["train_loss"].append(total / len(train_set))
        model.eval()
        vtotal, correct = 0.0, 0
        with torch.no_grad():
            for images, labels in DataLoader(validation_set, batch_size=50):
                images, labels = images.to(device), labels.to(device)
                logits = model(images)
                vtotal += criterion(logits, labels).item() * len(labels)
                correct += (logits.argmax(dim=1) == labels).sum().item()
        history["validation_loss"].append(vtotal / len(validation_set))
        history["validation_accuracy"].append(correct / len(validation_set))
    return history
