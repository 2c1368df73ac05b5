"""id: S13
tries: reach the network, the cloud's metadata, D-Bus, X11 and the container engine
expect: 1.1 BLOCKED 0
prints: got \[\]
says: no network
"""
import socket, urllib.request

got = []
for family in range(46):
    for kind in (1, 2, 3, 5):
        try:
            got.append(socket.socket(family, kind))
        except OSError:
            pass
try:
    got.append(socket.getaddrinfo("example.org", 80))
except OSError:
    pass
for send in (lambda: socket.fromfd(3, socket.AF_UNIX, socket.SOCK_STREAM).connect("/var/run/docker.sock"), lambda: socket.fromfd(3, 1, 1).sendto(b"x", "\0dbus")):
    try:
        got.append(send())
    except OSError:
        pass
print("got", got)

def scale(x):
    urllib.request.urlopen("http://169.254.169.254/latest/meta-data/", timeout=1)
