"""Views of the officers' door, by subject."""
