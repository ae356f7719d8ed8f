"""Thông Suốt: settles administrative procedures with one accountable holder at every instant."""
