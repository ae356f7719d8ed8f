"""Witnesses of the public log over HTTP (C2SP tlog-witness): one call, ``add-checkpoint``."""
