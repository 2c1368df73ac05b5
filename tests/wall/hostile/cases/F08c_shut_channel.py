"""id: F08c
tries: shut the channel for writing, for reading, and then sleep
expect: 1.1 RECORD_MISSING 0
"""
import socket, time

def scale(x):
    channel = socket.socket(fileno=3)
    channel.shutdown(socket.SHUT_RDWR)
    time.sleep(100)
