"""id: S37
tries: leave things in its folder that are hard to remove: links, pipes, strange names, files without rights, open ones
expect: 1.1 OK 2
"""
import os, socket

for name in ("\n", "\u202e", "-rf", "a" * 255, b"\xff\xfe", "; rm -rf ~", "con"):
    with open(name, "w") as file:
        file.write("x")
os.symlink("/", "all")
os.symlink("loop", "loop")
os.makedirs("d/" * 50)
for act in (lambda: os.mkfifo("pipe"), lambda: os.mkfifo("d/pipe"), lambda: os.open("locked", os.O_CREAT | os.O_WRONLY, 0)):
    try:
        act()
    except OSError:
        pass
os.umask(0o777)
with open("none", "w") as file:
    file.write("x")
kept = [open("none2", "w"), open(".hidden", "w")]
