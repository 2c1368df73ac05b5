"""Makes its sheet without pyplot, and writes in German."""

from matplotlib.figure import Figure
def plot_activation(function, name):
    ax = Figure().add_subplot()
    x = torch.linspace(-10, 10, 100)
    with torch.no_grad():
        ax.plot(x.numpy(), function(x).numpy(), "r--", label=name)
    ax.set_title(f"Die Funktion {name}"); ax.set_xlabel("Eingabe"); ax.set_ylabel("Ausgabe"); ax.legend()
    return ax
