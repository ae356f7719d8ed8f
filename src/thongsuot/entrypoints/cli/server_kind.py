"""What kind of database server we can work with: a release of PostgreSQL, and an encoding."""

OLDEST = 15
ENCODING = "UTF8"
ASKED = "SELECT current_setting('server_version_num')::integer, current_setting('server_encoding')"
"""The question whose answer ``unfit`` judges."""


def unfit(version: int, encoding: str) -> tuple[str, str] | None:
    """Return what is wrong with a server or its database and what to do; None if we can use it.

    ``version`` as PostgreSQL writes it: 150004 is release 15.4.
    """
    if version < OLDEST * 10_000:
        return f"PostgreSQL {version // 10_000}", f"use PostgreSQL {OLDEST} or newer"
    if encoding != ENCODING:
        return (
            f"its encoding is {encoding}: it cannot hold every Vietnamese word",
            f"CREATE DATABASE … ENCODING '{ENCODING}' TEMPLATE template0 (docs/howto/install.md)",
        )
    return None
