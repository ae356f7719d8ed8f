"""Template tags of all doors."""
