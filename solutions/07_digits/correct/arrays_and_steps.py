"""The history is kept in NumPy arrays; the plot has steps, and the labels belong to the figure."""

import numpy as np

def fit(model, train_set, validation_set, device):
    torch.manual_seed(0)
    np.random.seed(0)
    model.to(device)
    opt = torch.optim.NAdam(model.parameters(), lr=0.001)
    tl, vl, va = (np.zeros(6), np.zeros(6), np.zeros(6))
    for e in range(6):
        model.train()
        w = 0
        for x, y in DataLoader(train_set, batch_size=32, shuffle=True):
            x, y = (x.to(device), y.to(device))
            opt.zero_grad()
            l = nn.CrossEntropyLoss()(model(x), y)
            l.backward()
            opt.step()
            tl[e] += l.item() * len(y)
            w += len(y)
        tl[e] /= w
        model.eval()
        w = 0
        with torch.no_grad():
            for x, y in DataLoader(validation_set, batch_size=33):
                x, y = (x.to(device), y.to(device))
                o = model(x)
                vl[e] += nn.CrossEntropyLoss()(o, y).item() * len(y)
                va[e] += (o.argmax(1) == y).sum().item()
                w += len(y)
        vl[e] /= w
        va[e] /= w
    return {'train_loss': tl.tolist(), 'validation_loss': vl.tolist(), 'validation_accuracy': va.tolist()}

def plot_history(history):
    fig, ax = plt.subplots()
    x = np.arange(len(history['train_loss'])) + 1
    ax.step(x, history['train_loss'], where='mid', label='training')
    ax.step(x, history['validation_loss'], where='mid', label='validation')
    fig.supxlabel('epoch')
    fig.supylabel('loss')
    fig.legend()
    return ax
