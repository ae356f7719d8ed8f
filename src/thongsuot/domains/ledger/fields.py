"""Columns that rooms share with the record: the subject's name, and the salt of commitments."""

import secrets
from typing import Any

from django.db import models


class SubjectField(models.CharField):
    """The name of what an entry, a custody or a paper is about, e.g. ``dossier:H99.31-…``."""

    def __init__(self, **options: Any) -> None:
        options["max_length"] = 80
        super().__init__(**options)


SALT_BYTES = 16


def new_salt() -> bytes:
    """Return fresh salt for the commitments of one row."""
    return secrets.token_bytes(SALT_BYTES)


class SaltField(models.BinaryField):
    """Salt for the commitments that the record keeps to this row's words.

    It stays beside the words: when both are erased, the record still holds and says nothing.
    """

    def __init__(self, **options: Any) -> None:
        options["default"] = new_salt
        super().__init__(**options)
