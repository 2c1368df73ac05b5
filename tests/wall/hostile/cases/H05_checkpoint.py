"""id: H05
tries: nothing: saves and loads a checkpoint
expect: 1.1 OK 2
prints: loaded True
"""
import os

model = nn.Linear(3, 2)
os.makedirs("checkpoints/best", exist_ok=True)
torch.save(model.state_dict(), "checkpoints/best/model.pt")
other = nn.Linear(3, 2)
other.load_state_dict(torch.load("checkpoints/best/model.pt", weights_only=True))
print("loaded", torch.equal(model.weight, other.weight))
