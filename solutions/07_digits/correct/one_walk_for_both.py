"""One inner function walks for training and for validation; a longer history; losses and accuracy in two panels."""

def fit(model, train_set, validation_set, device):
    model.to(device)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1, momentum=0.9)
    criterion = nn.CrossEntropyLoss()
    hist = {k: [] for k in ('train_loss', 'train_accuracy', 'validation_loss', 'validation_accuracy', 'time')}

    def run(loader, train):
        model.train(train)
        tl = tc = tn = 0
        with torch.set_grad_enabled(train):
            for xb, yb in loader:
                xb, yb = (xb.to(device), yb.to(device))
                out = model(xb)
                loss = criterion(out, yb)
                if train:
                    optimizer.zero_grad()
                    loss.backward()
                    optimizer.step()
                tl += float(loss) * len(xb)
                tc += int((out.argmax(dim=1) == yb).sum())
                tn += len(xb)
        return (tl / tn, tc / tn)
    for epoch in range(20):
        a, b = run(DataLoader(train_set, 128, shuffle=True), True)
        c, d = run(DataLoader(validation_set, 512), False)
        for k, v in zip(hist, (a, b, c, d, 0.0)):
            hist[k].append(v)
        print(f'{epoch}: {a:.3f} {c:.3f} {d:.3f}')
        if len(hist['validation_loss']) > 4 and c > max(hist['validation_loss'][-4:-1]):
            break
    return hist

def build_model():
    m = nn.Sequential(nn.Flatten(), nn.Linear(28 * 28, 256), nn.BatchNorm1d(256), nn.ReLU(), nn.Dropout(0.2), nn.Linear(256, 10))
    for l in m:
        if isinstance(l, nn.Linear):
            nn.init.kaiming_normal_(l.weight)
            nn.init.zeros_(l.bias)
    return m

def plot_history(history):
    fig, (a, b) = plt.subplots(1, 2, figsize=(8, 3))
    for name, color in (('train_loss', 'C0'), ('validation_loss', 'C1')):
        a.plot(range(len(history[name])), history[name], color=color, label=name.replace('_', ' '))
    a.set(xlabel='epoch', ylabel='cross-entropy')
    a.legend()
    b.plot(history['validation_accuracy'], label='validation accuracy')
    b.legend()
    return a
