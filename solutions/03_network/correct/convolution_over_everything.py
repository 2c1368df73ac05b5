"""A convolution as large as the picture is a fully connected layer; the parameters are the same numbers."""
class Network(nn.Module):
    def __init__(self):
        super().__init__()
        self.see = nn.Conv2d(1, 128, kernel_size=28)
        self.say = nn.Conv2d(128, 10, kernel_size=1)

    def forward(self, x):
        x = x.reshape(-1, 1, 28, 28)
        return self.say(nn.functional.relu(self.see(x))).flatten(1)
