"""The treaty between the two sides of the wall: what a frame is, and how answers travel in it. Both sides import it; it
imports nothing of ours, and never unpickles or runs anything."""
