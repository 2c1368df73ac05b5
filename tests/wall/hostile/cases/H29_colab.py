"""id: H29
tries: nothing: what notebooks say to find out where they are
expect: 1.1 OK 2
without: 1.1
"""
import os, sys

IN_COLAB = "google.colab" in sys.modules
if IN_COLAB:
    from google.colab import drive
    drive.mount("/content/drive")
if os.path.exists("/kaggle/input"):
    os.chdir("/kaggle/working")
if "DATABRICKS_RUNTIME_VERSION" in os.environ:
    dbutils.fs.ls("/")
device = torch.device("cuda" if torch.cuda.is_available() else "mps" if torch.backends.mps.is_available() else "cpu")
#@title Scale { display-mode: "form" }
factor = 3 #@param {type:"integer"}

def scale(x):
    return factor * x.to(device)
