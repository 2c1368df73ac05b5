"""id: B36
tries: nothing: calls the check of the course, which is made on the other side
expect: 1.1 OK 2
"""
from autograder import check

check("1.1")
