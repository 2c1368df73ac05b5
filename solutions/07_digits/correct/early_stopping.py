"""A data set class of one's own, a convolutional network with dropout, AdamW, a schedule that waits for the validation loss, early stopping."""

from torch.utils.data import Dataset, Subset
import copy

class Digits(Dataset):

    def __init__(self, x, y):
        self.x, self.y = (x, y)

    def __len__(self):
        return self.x.shape[0]

    def __getitem__(self, i):
        return (self.x[i], self.y[i])

def load_digits(root):
    d = MNIST(root, train=True)
    x = d.data.float().div(255.0).unsqueeze(1)
    y = d.targets.long()
    n = int(0.9 * len(x))
    perm = torch.randperm(len(x))
    mu, sd = (x[perm[:n]].mean(), x[perm[:n]].std())
    x = (x - mu) / sd
    return (Digits(x[perm[:n]], y[perm[:n]]), Digits(x[perm[n:]], y[perm[n:]]))

class CNN(nn.Module):

    def __init__(self):
        super().__init__()
        self.conv = nn.Sequential(nn.Conv2d(1, 8, 5, stride=2), nn.ReLU(), nn.Conv2d(8, 16, 3, stride=2), nn.ReLU())
        self.head = nn.Sequential(nn.Dropout(0.3), nn.Linear(16 * 25, 64), nn.ReLU(), nn.Linear(64, 10))

    def forward(self, x):
        h = self.conv(x)
        return self.head(h.flatten(1))

def build_model():
    return CNN()

def fit(model, train_set, validation_set, device):
    device = torch.device(device)
    model = model.to(device)
    opt = torch.optim.AdamW(model.parameters(), lr=0.002, weight_decay=0.01)
    sched = torch.optim.lr_scheduler.ReduceLROnPlateau(opt, patience=1)
    dl = DataLoader(train_set, batch_size=64, shuffle=True, num_workers=2, pin_memory=True)
    vl = DataLoader(validation_set, batch_size=128, num_workers=0)
    h = {'train_loss': [], 'validation_loss': [], 'validation_accuracy': []}
    best, bad, state = (float('inf'), 0, None)
    for ep in range(8):
        model.train()
        tot = n = 0
        for x, y in dl:
            x, y = (x.to(device, non_blocking=True), y.to(device, non_blocking=True))
            opt.zero_grad(set_to_none=True)
            loss = nn.functional.cross_entropy(model(x), y)
            loss.backward()
            opt.step()
            tot += loss.item() * x.size(0)
            n += x.size(0)
        h['train_loss'].append(tot / n)
        model.eval()
        vt = vc = vn = 0
        with torch.inference_mode():
            for x, y in vl:
                x, y = (x.to(device), y.to(device))
                o = model(x)
                vt += nn.functional.cross_entropy(o, y, reduction='sum').item()
                vc += (o.argmax(1) == y).sum().item()
                vn += len(y)
        h['validation_loss'].append(vt / vn)
        h['validation_accuracy'].append(vc / vn)
        sched.step(vt / vn)
        if vt / vn < best:
            best, bad, state = (vt / vn, 0, copy.deepcopy(model.state_dict()))
        else:
            bad += 1
        if bad >= 3:
            break
    model.load_state_dict(state)
    return h

def plot_history(history):
    fig, ax = plt.subplots(figsize=(5, 4))
    x = torch.arange(1, len(history['train_loss']) + 1)
    ax.plot(x, torch.tensor(history['train_loss']), 'b.-', label='train')
    ax.plot(x, torch.tensor(history['validation_loss']), 'r.-', label='valid')
    ax.set_xlabel('Epoch')
    ax.set_ylabel('Loss')
    ax.set_title('History')
    ax.grid(True)
    ax.legend(loc='upper right')
    fig.tight_layout()
    plt.show()
    return ax
