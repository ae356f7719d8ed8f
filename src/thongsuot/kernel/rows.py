"""Reading dated documents of settings value by value; each refusal names its field."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum
from typing import Any, TypeVar

from thongsuot.kernel.errors import Refused

E = TypeVar("E", bound=StrEnum)
MOST_LETTERS = 400
MOST = 1_000_000


@dataclass(frozen=True, slots=True)
class Row:
    """One object of a document; ``wrong`` is the refusal of whoever reads it."""

    values: Mapping[str, Any]
    wrong: type[Refused]

    @classmethod
    def read(cls, raw: object, wrong: type[Refused], field: str) -> "Row":
        """Return the object that was read, or refuse what is none."""
        if not isinstance(raw, Mapping):
            raise wrong("not an object", field=field)
        return cls(raw, wrong)

    def has(self, name: str) -> bool:
        """Return whether the value is given."""
        return self.values.get(name) is not None

    def row(self, name: str) -> "Row":
        """Return an object inside this one."""
        return Row.read(self.values.get(name), self.wrong, name)

    def rows(self, name: str) -> list["Row"]:
        """Return a list of objects."""
        found = self.values.get(name)
        if not isinstance(found, list) or not all(isinstance(entry, Mapping) for entry in found):
            raise self.wrong("not a list of rows", field=name)
        return [Row(entry, self.wrong) for entry in found]

    def text(self, name: str, *, most: int = MOST_LETTERS) -> str:
        """Return a text of at least a letter, without outer blanks."""
        value = self.values.get(name)
        if not isinstance(value, str) or not 0 < len(value.strip()) <= most:
            raise self.wrong("a text is missing or too long", field=name)
        return value.strip()

    def words(self, name: str) -> tuple[str, ...]:
        """Return a list of codes; none where it is not given."""
        found = self.values.get(name, [])
        if not isinstance(found, list) or not all(isinstance(w, str) and w for w in found):
            raise self.wrong("not a list of codes", field=name)
        return tuple(found)

    def number(self, name: str, *, least: int = 1, most: int = MOST) -> int:
        """Return a whole number in its bounds."""
        value = self.values.get(name)
        if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
            raise self.wrong("not a number in its bounds", field=name)
        return value

    def flag(self, name: str) -> bool:
        """Return true or false, written as such."""
        value = self.values.get(name)
        if not isinstance(value, bool):
            raise self.wrong("neither true nor false", field=name)
        return value

    def day(self, name: str) -> date:
        """Return a day written as 2026-01-31."""
        try:
            return date.fromisoformat(self._written(name, "not a day"))
        except ValueError:
            raise self.wrong("not a day", field=name) from None

    def clock(self, name: str) -> time:
        """Return a time of day written as 07:30."""
        try:
            return time.fromisoformat(self._written(name, "not a time of day"))
        except ValueError:
            raise self.wrong("not a time of day", field=name) from None

    def choice(self, words: type[E], name: str) -> E:
        """Return one of the known words."""
        try:
            return words(self._written(name, "not one of the known words"))
        except ValueError:
            raise self.wrong("not one of the known words", field=name) from None

    def pair(self, name: str) -> Sequence[Any]:
        """Return a list of two values."""
        found = self.values.get(name)
        if not isinstance(found, list) or len(found) != 2:
            raise self.wrong("not a pair", field=name)
        return found

    def _written(self, name: str, otherwise: str) -> str:
        value = self.values.get(name)
        if not isinstance(value, str):
            raise self.wrong(otherwise, field=name)
        return value
