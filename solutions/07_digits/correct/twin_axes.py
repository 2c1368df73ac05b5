"""Training pictures are moved by chance, lazy layers, and one legend for curves along two axes."""

def plot_history(history):
    fig, ax = plt.subplots()
    n = range(1, len(history['train_loss']) + 1)
    a, = ax.plot(n, history['train_loss'], c='tab:blue')
    b, = ax.plot(n, history['validation_loss'], c='tab:orange', ls=':')
    ax2 = ax.twinx()
    c, = ax2.plot(n, [100 * v for v in history['validation_accuracy']], c='tab:green')
    ax2.set_ylabel('accuracy in %')
    ax.set_xlabel('epoch')
    ax.set_ylabel('loss')
    ax.legend([a, b, c], ['training loss', 'validation loss', 'accuracy'])
    ax.axvline(1, color='grey', lw=0.5)
    ax.axhline(0.0, color='grey')
    return ax

def load_digits(root):
    tf = transforms.Compose([transforms.ToTensor(), transforms.Normalize((0.1307,), (0.3081,))])
    aug = transforms.Compose([transforms.RandomAffine(5, translate=(0.05, 0.05)), tf])
    a, b = (MNIST(root, train=True, transform=aug), MNIST(root, train=True, transform=tf))
    idx = torch.randperm(len(a), generator=torch.Generator().manual_seed(0))
    return (torch.utils.data.Subset(a, idx[800:]), torch.utils.data.Subset(b, idx[:800]))

def build_model():
    return nn.Sequential(nn.Conv2d(1, 16, 3, stride=2), nn.ReLU(), nn.MaxPool2d(2), nn.Conv2d(16, 32, 3), nn.ReLU(), nn.Flatten(), nn.LazyLinear(10))
