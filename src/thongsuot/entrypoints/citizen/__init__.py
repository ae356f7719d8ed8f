"""The citizen's door: find a procedure, file a dossier, follow it, get its result."""
