"""Columns whose words the database cannot read: sealed on the way in, opened on the way out.

A value is bound to its table and column; renaming either needs a data migration that seals
anew. Sealed columns cannot be searched or sorted: keep a blind index beside them for that.
"""

import json
from typing import Any, Final

from django.conf import settings
from django.core.exceptions import FieldError
from django.db import models

from thongsuot.kernel.canonical import canonical_json

ASKABLE: Final = "isnull"
"""The only question a sealed column answers in a query."""


class SealedField(models.Field):  # type: ignore[type-arg]  # a mixin: the value's type is the heir's
    """What sealed columns have in common: ``bytea`` underneath, sealed by the keyring."""

    def get_internal_type(self) -> str:
        """Return the name of the field that the database knows."""
        return "BinaryField"

    def context(self) -> bytes:
        """Return what the values are bound to: table and column."""
        return f"{self.model._meta.db_table}.{self.column}".encode()

    def get_lookup(self, lookup_name: str) -> Any:
        """Return the lookup ``isnull``; refuse every other, which could only find nothing."""
        if lookup_name != ASKABLE:
            raise FieldError(f"{self.name} is sealed and cannot be searched by {lookup_name!r}")
        return super().get_lookup(lookup_name)

    def get_transform(self, lookup_name: str) -> Any:
        """Refuse to look inside a sealed value."""
        raise FieldError(f"{self.name} is sealed and has no {lookup_name!r} to ask for")

    def seal(self, plain: bytes) -> bytes:
        """Return ``plain`` sealed for this column."""
        return settings.KEYRING.seal(plain, self.context())

    def open(self, sealed: bytes | memoryview) -> bytes:
        """Return what was sealed for this column.  Raises: SealBroken; KeyMissing."""
        return settings.KEYRING.open(bytes(sealed), self.context())


class SealedTextField(SealedField, models.TextField):
    """Text that only this service can read."""

    def get_prep_value(self, value: Any) -> Any:
        """Return the text sealed, for a query."""
        text = super().get_prep_value(value)
        if isinstance(text, str):
            return self.seal(text.encode())
        return self.seal(bytes(text)) if isinstance(text, bytes) else text

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> str | None:
        """Return the text opened."""
        return None if value is None else self.open(value).decode()


class SealedJSONField(SealedField, models.JSONField):
    """A JSON value that only this service can read."""

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        """Return the value sealed, for a query."""
        if value is None or hasattr(value, "as_sql"):
            return value
        return self.seal(canonical_json(value))

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        """Return the value opened."""
        return None if value is None else json.loads(self.open(value))
