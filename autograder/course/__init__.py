"""What an author wrote, as objects: assignments, digits, what students are given. Knows nothing of submissions."""
