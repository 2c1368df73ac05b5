"""A server for the processes that are forked from the one that imports this: they get copies of it, as workers do."""

from autograder.wall import server

server.start_early()
