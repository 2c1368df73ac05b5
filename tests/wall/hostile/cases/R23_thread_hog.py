"""id: R23
tries: take all cores with torch's own threads
expect: 1.1 OK 2
"""
torch.set_num_threads(64)
for _ in range(5):
    torch.randn(400, 400) @ torch.randn(400, 400)
