"""Nothing in a sigmoid is random. Which of your lines changes the random numbers of everybody else?"""


def sigmoid(x):
    torch.manual_seed(0)
    return 1 / (1 + torch.exp(-x))
