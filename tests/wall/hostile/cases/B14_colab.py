"""id: B14
tries: nothing: lines for Colab
expect: 1.1 CELL_ERROR 0
without: 1.1
says: google
"""
from google.colab import drive
drive.mount("/content/drive")

def scale(x):
    return 3 * x
