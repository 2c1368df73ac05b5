"""For who writes assignments: begin one, release it, prove its graders, adopt what nobody knew. What students get must
hold nothing of the answers."""
