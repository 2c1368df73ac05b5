"""Samples are drawn with weights, so that all digits come equally often."""

def fit(model, train_set, validation_set, device):
    labels = torch.tensor([int(train_set[i][1]) for i in range(len(train_set))])
    weights = 1.0 / torch.bincount(labels, minlength=10).clamp(min=1)[labels].float()
    sampler = torch.utils.data.WeightedRandomSampler(weights, len(labels))
    loader = DataLoader(train_set, batch_size=32, sampler=sampler)
    model.to(device)
    ce = nn.CrossEntropyLoss()
    opt = torch.optim.Adam(model.parameters(), lr=0.001)
    h = {'train_loss': [], 'validation_loss': [], 'validation_accuracy': []}
    for e in range(8):
        model.train()
        s = n = 0
        for x, y in loader:
            x, y = (x.to(device), y.to(device))
            opt.zero_grad()
            l = ce(model(x), y)
            l.backward()
            opt.step()
            s += l.item() * len(y)
            n += len(y)
        model.eval()
        vs = vc = vn = 0
        with torch.no_grad():
            for x, y in DataLoader(validation_set, batch_size=256):
                x, y = (x.to(device), y.to(device))
                o = model(x)
                vs += ce(o, y).item() * len(y)
                vc += (o.argmax(1) == y).sum().item()
                vn += len(y)
        h['train_loss'].append(s / n)
        h['validation_loss'].append(vs / vn)
        h['validation_accuracy'].append(vc / vn)
    return h
