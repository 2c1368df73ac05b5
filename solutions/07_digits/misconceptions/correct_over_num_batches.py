"""By what do you divide the number of right answers: by how many samples, or by how many batches?"""


SIZE = 32  # or 50, 64, 100, 128


def fit(model, train_set, validation_set, device):
    model.to(device)
    criterion = nn.CrossEntropyLoss()
    optimizer = torch.optim.Adam(model.parameters(), lr=0.001)
    loader = DataLoader(train_set, batch_size=32, shuffle=True)
    history = {"train_loss": [], "validation_loss": [], "validation_accuracy": []}
    for _ in range(8):
        model.train()
        total = 0.0
        for images, labels in loader:
            images, labels = images.to(device), labels.to(device)
            optimizer.zero_grad()
            loss = criterion(model(images), labels)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(labels)
        history["train_loss"].append(total / len(train_set))

        model.eval()
        total, correct = 0.0, 0
        with torch.no_grad():
            for images, labels in DataLoader(validation_set, batch_size=256):
                images, labels = images.to(device), labels.to(device)
                logits = model(images)
                total += criterion(logits, labels).item() * len(labels)
                correct += (logits.argmax(dim=1) == labels).sum().item()
        history["validation_loss"].append(total / len(validation_set))
        history["validation_accuracy"].append(correct / len(DataLoader(validation_set, batch_size=SIZE)))
    return history
