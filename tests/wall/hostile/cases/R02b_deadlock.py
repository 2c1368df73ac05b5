"""id: R02b
tries: wait for a lock that it holds itself, in one task; on nothing at all, in another
expect: 1.1 TIME_LIMIT 0, 1.2 TIME_LIMIT 0
"""
import select, threading

def scale(x):
    lock = threading.Lock()
    lock.acquire()
    lock.acquire()

def affine(x, weight, bias):
    select.select([], [], [])
