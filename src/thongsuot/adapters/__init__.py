"""One folder per outside system: `client.py` speaks to the real one, `fake.py` plays its side."""
