"""id: H30
tries: nothing: make folders, change into them, save and load there
expect: 1.1 OK 2
without: 1.1
"""
import os, pathlib, shutil, tempfile

os.makedirs("checkpoints/best", exist_ok=True)
torch.save({"three": torch.tensor(3.0)}, "checkpoints/best/model.pt")
shutil.copy("checkpoints/best/model.pt", "copy.pt")
shutil.copytree("checkpoints", "again")
shutil.make_archive("archive", "zip", "checkpoints")
shutil.rmtree("again")
%cd checkpoints
%pwd
os.chmod("best", 0o755) if False else None
with tempfile.TemporaryDirectory() as folder:
    pathlib.Path(folder, "x").write_text("x")
three = torch.load("best/model.pt", weights_only=True)["three"]

def scale(x):
    return three * x
