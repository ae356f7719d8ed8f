"""Cleaning of published text, and the collecting of remarks on one row."""

import unicodedata
from dataclasses import dataclass, field

from thongsuot.domains.catalogue.terms import Remark
from thongsuot.kernel.text import normalise


@dataclass(slots=True)
class Remarks:
    """Collects what is wrong with one row while it is read."""

    row: int
    code: str | None = None
    warnings: list[Remark] = field(default_factory=list)
    refusal: Remark | None = None

    def warn(self, field_name: str, problem: str, reason: str) -> None:
        """Note something a person should look at; the row is taken."""
        self.warnings.append(Remark(self.row, self.code, field_name, problem, reason))

    def refuse(self, field_name: str, problem: str, reason: str) -> None:
        """Note why the row cannot be taken; the first reason stands."""
        if self.refusal is None:
            self.refusal = Remark(self.row, self.code, field_name, problem, reason)


def tidy(text: str) -> str:
    """Return ``text`` as it is stored; most text is in order already, and that is quick to see."""
    seen = text.replace("\n", "").replace("\t", "")
    in_order = seen.isprintable() and unicodedata.is_normalized("NFC", text)
    return text.strip() if in_order else normalise(text)


def text_of(
    values: dict[str, object], name: str, remarks: Remarks, *, path: str = "", lines: bool = False
) -> str:
    """Return the tidied text of a field, "" when it is missing; refuses what is not text."""
    return text_at(values.get(name), path + name, remarks, lines=lines)


def text_at(value: object, where: str, remarks: Remarks, *, lines: bool = False) -> str:
    """Return ``value`` tidied, on one line unless ``lines``; refuses what is not text."""
    if value is None:
        return ""
    if not isinstance(value, str):
        remarks.refuse(where, "wrong-type", f"text is expected, not {type(value).__name__}")
        return ""
    if not unicodedata.is_normalized("NFC", value):
        remarks.warn(where, "text-not-nfc", "the text was not in Unicode NFC; it is stored in NFC")
    tidied = tidy(value)
    return tidied if lines else " ".join(tidied.split())


def count_of(values: dict[str, object], name: str, remarks: Remarks, *, path: str) -> int | None:
    """Return a count of papers, None when it is not given or makes no sense."""
    value = values.get(name)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int):
        remarks.refuse(
            path + name, "wrong-type", f"a count is expected, not {type(value).__name__}"
        )
        return None
    if not 0 <= value <= MOST_SHEETS:
        remarks.warn(path + name, "count-out-of-range", f"0 to {MOST_SHEETS} sheets are believable")
        return None
    return value


def list_of(values: dict[str, object], name: str, remarks: Remarks) -> list[object]:
    """Return a list field, empty when it is missing; refuses what is not a list."""
    value = values.get(name)
    if value is None:
        return []
    if not isinstance(value, list):
        remarks.refuse(name, "wrong-type", f"a list is expected, not {type(value).__name__}")
        return []
    return value


def members_of(
    values: dict[str, object], name: str, remarks: Remarks
) -> list[tuple[str, dict[str, object]]]:
    """Return the objects in a list field with the path of each; refuses any other member."""
    members = []
    for place, item in enumerate(list_of(values, name, remarks)):
        if isinstance(item, dict):
            members.append((f"{name}[{place}].", item))
        else:
            remarks.refuse(f"{name}[{place}]", "wrong-type", "an object is expected")
    return members


MOST_SHEETS = 1000
"""More originals or copies of one paper than this is a slip of the pen."""
