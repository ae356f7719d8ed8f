"""Settings, root addresses and servers' entry; the only reader of the environment."""
