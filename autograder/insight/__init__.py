"""What a whole class's work shows: reasons to look, never a verdict."""
