"""What ships with the room as data: plain words, forms, units, symbols, the sample catalogue."""

from functools import cache
from pathlib import Path
from typing import Any

from thongsuot.domains.catalogue.rules.forms import read_form
from thongsuot.domains.catalogue.rules.limits import UnitName
from thongsuot.domains.catalogue.rules.process_policy import parse_policy
from thongsuot.domains.catalogue.rules.process_tables import TableWords
from thongsuot.domains.catalogue.rules.records import Reference
from thongsuot.domains.catalogue.rules.words import read_words
from thongsuot.domains.catalogue.terms import ExportWords, Form, OutsidePolicy, PlainWords
from thongsuot.domains.deadlines.terms import Unit
from thongsuot.kernel.packaged import packaged_json
from thongsuot.kernel.text import fold

DATA = Path(__file__).parent / "data"
SAMPLE_PROCEDURES = DATA / "sample_procedures.jsonl"
"""About sixty real procedures as plain facts, for trying out and for tests."""
SAMPLE_SETTLEMENTS = DATA / "sample_settlements.json"
"""Limits of the sample procedures whose published unit is missing, settled with a source."""
SAMPLE_PROCESSES = DATA / "sample_processes.json"
"""The processes of three reference procedures, for the sample province."""


def _document(*path: str) -> Any:
    return packaged_json("thongsuot.domains.catalogue", *path)


@cache
def reference() -> Reference:
    """Return what reading records needs to know."""
    units = {
        fold(name): UnitName(Unit(item["unit"]), item.get("remark", ""))
        for item in _document("units.json")["units"]
        for name in item["names"]
    }
    return Reference(units, frozenset(_document("legal_symbols.json")["symbols"]))


@cache
def plain_words() -> PlainWords:
    """Return the words of citizens."""
    return read_words(_document("plain_words.json"))


@cache
def forms() -> dict[str, tuple[Form, ...]]:
    """Return all forms by procedure code, checked; several when one has replaced another.

    Raises:  FormWrong when a definition contradicts itself.
    """
    found: dict[str, tuple[Form, ...]] = {}
    for file in sorted((DATA / "forms").glob("*.json")):
        form = read_form(_document("forms", file.name))
        found[form.code] = (*found.get(form.code, ()), form)
    return found


@cache
def _issuers() -> dict[str, str]:
    names: dict[str, str] = _document("issuers.json")["issuers"]
    return names


def issuer_name(group: str) -> str:
    """Return the name of the authority that published a group of procedures, or the group.

    The group without a name is the Government's.
    """
    return _issuers().get(group, group)


@cache
def export_words() -> ExportWords:
    """Return what an export says of limits."""
    words = _document("export_words.json")
    units = {Unit(unit): label for unit, label in words["units"].items()}
    return ExportWords(units, words["unsettled"], words["nothing_published"])


@cache
def process_policy() -> OutsidePolicy:
    """Return what happens outside a process as long as nothing else was published."""
    return parse_policy(_document("process_policy.json"))


@cache
def table_words() -> TableWords:
    """Return what the words of earlier systems' process tables mean."""
    words = _document("process_words.json")
    return TableWords(
        groups=words["groups"],
        tasks=words["tasks"],
        no_limit=frozenset(words["no_limit"]),
        no_next=frozenset(words["no_next"]),
    )
