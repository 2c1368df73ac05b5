"""Your picture shows how steep the function is, not the function. Which of the two tensors do you draw?"""

def plot_activation(function, name):
    x = torch.linspace(-10, 10, 100)
    x.requires_grad_()
    function(x).sum().backward()
    fig, ax = plt.subplots()
    ax.plot(x.detach(), x.grad)
    ax.set_title(name)
    ax.set_xlabel("x")
    ax.set_ylabel("f(x)")
    return ax
