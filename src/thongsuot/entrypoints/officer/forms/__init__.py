"""Forms of the officers' door, by subject."""
