"""Columns whose words the database cannot read: sealed on the way in, opened on the way out.

A value is bound to its table and column; renaming either needs a data migration that seals
anew. Sealed columns cannot be searched or sorted: keep a blind index beside them for that.
"""

import json
from collections.abc import Iterator
from typing import Any, Final

from django.apps import apps
from django.conf import settings
from django.core.exceptions import FieldError
from django.db import models
from django.db.models.fields.mixins import CheckFieldDefaultMixin

from thongsuot.kernel.canonical import canonical_json
from thongsuot.kernel.sealing import INDEX_BYTES

ASKABLE: Final = "isnull"
"""The only question a sealed column answers in a query."""


class SealedField(models.Field):
    """What sealed columns have in common: ``bytea`` underneath, sealed by the keyring."""

    def get_internal_type(self) -> str:
        """Return the name of the field that the database knows."""
        return "BinaryField"

    def context(self) -> bytes:
        """Return what the values are bound to: table and column."""
        return f"{self.model._meta.db_table}.{self.column}".encode()

    def seal(self, plain: bytes) -> bytes:
        """Return ``plain`` sealed for this column."""
        return settings.KEYRING.seal(plain, self.context())

    def open(self, sealed: bytes | memoryview) -> bytes:
        """Return what was sealed for this column.  Raises: SealBroken; KeyMissing."""
        return settings.KEYRING.open(bytes(sealed), self.context())

    def get_lookup(self, lookup_name: str) -> Any:
        """Return the lookup ``isnull``; every other could only find nothing.

        Raises:  FieldError.
        """
        if lookup_name != ASKABLE:
            raise FieldError(f"{self.name} is sealed and cannot be searched by {lookup_name!r}")
        return super().get_lookup(lookup_name)

    def get_transform(self, lookup_name: str) -> Any:
        """Refuse to look inside a sealed value.  Raises: FieldError, always."""
        raise FieldError(f"{self.name} is sealed and has no {lookup_name!r} to ask for")


class SealedTextField(SealedField, models.TextField):
    """Text that only this service can read."""

    def get_prep_value(self, value: Any) -> Any:
        """Return the text sealed, as a query carries it."""
        # Django fills a new column of a full table with empty bytes: the empty text.
        text = super().get_prep_value("" if value == b"" else value)
        return None if text is None else self.seal(text.encode())

    def from_db_value(self, value: bytes | None, *_query: object) -> str | None:
        """Return the text opened."""
        return None if value is None else self.open(value).decode()


class SealedJSONField(CheckFieldDefaultMixin, SealedField):
    """A JSON value that only this service can read."""

    empty_strings_allowed = False
    _default_hint = ("dict", "{}")

    def get_prep_value(self, value: Any) -> Any:
        """Return the value sealed, as a query carries it."""
        return None if value is None else self.seal(canonical_json(value))

    def from_db_value(self, value: bytes | None, *_query: object) -> Any:
        """Return the value opened."""
        return None if value is None else json.loads(self.open(value))


class BlindIndexField(models.BinaryField):
    """A keyed digest by which an equal value is found; the value cannot be read from it."""

    def __init__(self, **options: Any) -> None:
        options["max_length"] = INDEX_BYTES
        super().__init__(**options)


def sealed_columns() -> Iterator[SealedField]:
    """Return every sealed column of the installation."""
    for model in apps.get_models():
        yield from (f for f in model._meta.local_concrete_fields if isinstance(f, SealedField))
