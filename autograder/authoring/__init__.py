"""For who writes assignments: begin one, release it, prove its graders. What students get must hold
nothing of the answers."""
