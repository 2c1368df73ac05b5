"""id: S23
tries: change modules in place and leave their code where the next child would import it
expect: 1.1 OK 2
prints: changed
"""
import py_compile, sys, os, json, math

json.tool = math.tau = None
sys.path.insert(0, os.getcwd())
open("torch.py", "w").write("evil = True")
os.makedirs("numpy", exist_ok=True)
py_compile.compile("torch.py")
print("changed", sorted(os.listdir(".")))
