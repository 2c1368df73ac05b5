"""Training pictures are turned and shifted by chance, validation pictures are not; a cosine schedule on top."""
from torch.utils.data import Subset


def load_digits(root):
    change = transforms.Compose([transforms.RandomAffine(8, translate=(0.06, 0.06)), transforms.ToTensor()])
    places = torch.randperm(4000, generator=torch.Generator().manual_seed(1)).tolist()
    changed, plain = MNIST(root, train=True, transform=change), MNIST(root, train=True, transform=transforms.ToTensor())
    return Subset(changed, places[700:]), Subset(plain, places[:700])


def fit(model, train_set, validation_set, device):
    model = model.to(device)
    loss_of = nn.CrossEntropyLoss(label_smoothing=0.05)
    optimizer = torch.optim.AdamW(model.parameters(), lr=0.004)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, T_max=10)
    batches = DataLoader(train_set, batch_size=50, shuffle=True)
    seen = DataLoader(validation_set, batch_size=100)
    history = {"train_loss": [], "validation_loss": [], "validation_accuracy": [], "lr": []}
    for epoch in range(10):
        model.train()
        losses = []
        for x, y in batches:
            x, y = x.to(device), y.to(device)
            loss = loss_of(model(x), y)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            losses.append(loss.item())
        schedule.step()
        model.eval()
        with torch.inference_mode():
            scores = torch.cat([model(x.to(device)).cpu() for x, _ in seen])
            truth = torch.cat([y for _, y in seen])
        history["train_loss"].append(sum(losses) / len(losses))
        history["validation_loss"].append(float(loss_of(scores, truth)))
        history["validation_accuracy"].append(float((scores.argmax(1) == truth).float().mean()))
        history["lr"].append(schedule.get_last_lr()[0])
    return history
