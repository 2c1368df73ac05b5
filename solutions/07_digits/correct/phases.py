"""A loop over two phases, a loss without reduction, Adagrad, curves from named data."""

def fit(model, train_set, validation_set, device):
    model.to(device)
    crit = nn.CrossEntropyLoss(reduction='none')
    opt = torch.optim.Adagrad(model.parameters(), lr=0.02)
    h = {'train_loss': [], 'validation_loss': [], 'validation_accuracy': []}
    loaders = {'train': DataLoader(train_set, batch_size=32, shuffle=True), 'validation': DataLoader(validation_set, batch_size=32)}
    for e in range(6):
        for phase in ('train', 'validation'):
            model.train() if phase == 'train' else model.eval()
            losses, hits = ([], [])
            for x, y in loaders[phase]:
                x, y = (x.to(device), y.to(device))
                opt.zero_grad()
                with torch.set_grad_enabled(phase == 'train'):
                    o = model(x)
                    l = crit(o, y)
                    if phase == 'train':
                        l.mean().backward()
                        opt.step()
                losses.extend(l.tolist())
                hits.extend((o.argmax(1) == y).tolist())
            h[f'{phase}_loss'].append(sum(losses) / len(losses))
            if phase == 'validation':
                h['validation_accuracy'].append(sum(hits) / len(hits))
    return h

def plot_history(history):
    fig, ax = plt.subplots()
    ax.plot('train_loss', data={k: v for k, v in history.items()}, label='training')
    ax.plot('validation_loss', data=history, label='validation')
    ax.set_xticks(range(len(history['train_loss'])))
    ax.set_xlabel('epoch $e$')
    ax.set_ylabel('loss $L$')
    ax.legend(frameon=False)
    ax.set_ylim(0)
    return ax
