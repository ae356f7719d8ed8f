"""The reference of a request: short enough to read out on the telephone, kept in the log."""

import secrets
from typing import Final

from django.http import HttpRequest

ALPHABET: Final = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""No 0 O 1 I L U: none is mistaken for another, read or heard."""
LENGTH: Final = 8
HEADER: Final = "X-Reference"
_KEY: Final = "thongsuot.reference"


def new_reference() -> str:
    """Return a fresh reference; 30 to the power of 8 of them exist."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def give_reference(request: HttpRequest) -> str:
    """Attach a fresh reference to ``request`` and return it. Never taken from the visitor."""
    request.META[_KEY] = new_reference()
    return reference_of(request)


def reference_of(request: HttpRequest) -> str:
    """Return the reference of ``request``, or nothing before it has one."""
    return str(request.META.get(_KEY, ""))
