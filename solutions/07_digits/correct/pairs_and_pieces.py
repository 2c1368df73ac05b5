"""Lists of pairs, shuffled with Python's random, as data sets; batches are cut by hand."""

def load_digits(root):
    d = MNIST(root, train=True, transform=transforms.ToTensor())
    items = [d[i] for i in range(len(d))]
    import random
    random.shuffle(items)
    k = len(items) * 4 // 5
    return (items[:k], items[k:])

def fit(model, train_set, validation_set, device):
    model.to(device)
    X = torch.stack([x for x, _ in (train_set[i] for i in range(len(train_set)))]).to(device)
    Y = torch.tensor([int(train_set[i][1]) for i in range(len(train_set))], device=device)
    V = torch.stack([validation_set[i][0] for i in range(len(validation_set))]).to(device)
    W = torch.as_tensor([int(validation_set[i][1]) for i in range(len(validation_set))]).to(device)
    opt = torch.optim.Adam(model.parameters(), lr=0.003)
    h = {'train_loss': [], 'validation_loss': [], 'validation_accuracy': []}
    for e in range(6):
        model.train()
        p = torch.randperm(len(X), device=device)
        s = 0.0
        for i in range(0, len(X), 50):
            j = p[i:i + 50]
            loss = nn.functional.cross_entropy(model(X[j]), Y[j])
            opt.zero_grad()
            loss.backward()
            opt.step()
            s += loss.item() * len(j)
        h['train_loss'].append(s / len(X))
        model.eval()
        with torch.no_grad():
            o = model(V)
            h['validation_loss'].append(nn.functional.cross_entropy(o, W).item())
            h['validation_accuracy'].append((o.argmax(1) == W).double().mean().item())
    return h

def build_model():
    return nn.Sequential(nn.Unflatten(2, (28,)), nn.Flatten(), nn.Linear(784, 300), nn.Tanh(), nn.Linear(300, 100), nn.Tanh(), nn.Linear(100, 10))
