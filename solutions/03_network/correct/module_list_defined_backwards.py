"""Layers in a ModuleList, the output layer built first; flattening by view."""
class Network(nn.Module):
    def __init__(self, sizes=(784, 128, 10)):
        super(Network, self).__init__()
        self.layers = nn.ModuleList([nn.Linear(sizes[1], sizes[2]), nn.Linear(sizes[0], sizes[1])])

    def forward(self, images):
        images = images.view(images.size(0), -1)
        return self.layers[0](self.layers[1](images).relu())
