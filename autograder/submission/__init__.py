"""What was handed in, and by whom: files found, read into cells, mended. Nothing of it is ever run here."""
