"""id: H35
tries: nothing: programs started by Python
expect: 1.1 BLOCKED 0
says: no network, other programs
"""
import subprocess, sys

def scale(x):
    subprocess.check_call([sys.executable, "-m", "pip", "install", "torch"])
    return 3 * x
