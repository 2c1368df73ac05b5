"""id: H03
tries: nothing: a DataLoader with workers
expect: 1.1 OK 2
prints: batches 2
note: num_workers was taken as 0
"""
from torch.utils.data import DataLoader, TensorDataset

loader = DataLoader(TensorDataset(torch.zeros(8, 2)), batch_size=4, num_workers=2, pin_memory=True, persistent_workers=True, prefetch_factor=4)
print("batches", len(list(loader)))
