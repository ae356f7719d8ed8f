"""Pictures of accountability with their table twins, sentences and downloads, for every door."""
