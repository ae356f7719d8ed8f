"""Doors for programs: typed JSON, bearer tokens, problem documents (RFC 9457)."""
