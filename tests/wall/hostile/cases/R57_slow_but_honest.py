"""id: R57
tries: nothing: an honest program that trains a little in its cells
expect: 1.1 OK 2
cell: 20
"""
model = nn.Sequential(nn.Linear(20, 50), nn.ReLU(), nn.Linear(50, 1))
optimizer = torch.optim.Adam(model.parameters())
data = torch.randn(2000, 20)
for epoch in range(5):
    for batch in data.split(50):
        loss = nn.functional.mse_loss(model(batch), batch[:, :1])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    print(f"epoch {epoch}: {loss.item():.4f}")
