"""Both parts are stacked into tensors first, and batches are cut out of a permutation: no loader at all."""


def fit(model, train_set, validation_set, device):
    def stacked(part):
        pairs = [part[i] for i in range(len(part))]
        return torch.stack([p[0] for p in pairs]).to(device), torch.tensor([int(p[1]) for p in pairs]).to(device)

    model.to(device)
    x, y = stacked(train_set)
    vx, vy = stacked(validation_set)
    optimizer = torch.optim.RMSprop(model.parameters(), lr=5e-4)
    criterion = nn.CrossEntropyLoss()
    train_loss, validation_loss, validation_accuracy = [], [], []
    epoch = 0
    while epoch < 8:
        model.train()
        running = 0
        for rows in torch.randperm(len(x)).split(32):
            rows = rows.to(device)
            optimizer.zero_grad()
            loss = criterion(model(x[rows]), y[rows])
            loss.backward()
            optimizer.step()
            running += loss.item() * len(rows)
        train_loss.append(running / len(x))
        model.eval()
        with torch.no_grad():
            z = model(vx)
        validation_loss.append(criterion(z, vy).item())
        validation_accuracy.append((z.argmax(1) == vy).float().mean().item())
        epoch += 1
    return {"train_loss": train_loss, "validation_loss": validation_loss, "validation_accuracy": validation_accuracy}
