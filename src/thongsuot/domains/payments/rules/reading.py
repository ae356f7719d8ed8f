"""Reading tariff files: amounts, exemptions and accounts, each row checked in itself."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from enum import StrEnum
from typing import Any, Final, TypeVar

from thongsuot.domains.payments.rules.groups import GROUP_CODE
from thongsuot.domains.payments.terms import (
    CollectedAt,
    Exemption,
    FeeKind,
    Payee,
    Per,
    RowFault,
    Scope,
    Tariff,
    TariffFile,
    TariffFileWrong,
    TariffRow,
    Way,
)
from thongsuot.kernel.text import single_line

FORMAT: Final = "thongsuot-tariffs/1"
MOST_VND: Final = 10**12
_CODE: Final = re.compile(r"[1-9]\.[0-9]{6}")
_SLUG: Final = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
_BANK: Final = re.compile(r"[0-9]{6}")
_ACCOUNT: Final = re.compile(r"[0-9A-Za-z]{4,19}")
_AREA: Final = re.compile(r"[0-9]{2}|[0-9]{3}|[0-9]{5}")
Row = Mapping[str, Any]
E = TypeVar("E", bound=StrEnum)
_HEADING: Final = frozenset({"format", "version", "source", "note"})
_OF_ANY: Final = frozenset({"valid_from", "valid_to", "note"})
_SCOPED: Final = _OF_ANY | {"name", "case", "channel", "group", "areas", "legal_basis"}
_KEYS: Final[Mapping[str, frozenset[str]]] = {
    "tariffs": _SCOPED | {"procedure", "item", "kind", "per", "least", "amount_vnd", "collected"},
    "exemptions": _SCOPED | {"code", "procedures", "percent"},
    "payees": _OF_ANY | {"agency", "bank", "account", "name"},
}
"""What a row may say: a key that nobody reads would narrow nothing, and nobody would notice."""


class _Wrong(Exception):
    """A field of a row says nothing that can be used."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(reason)
        self.field, self.reason = field, reason


def read_tariffs(document: object) -> TariffFile:
    """Return what a tariff file says; rows that cannot be read are named with their reason.

    Raises:  TariffFileWrong where it is no tariff file at all.
    """
    if not isinstance(document, Mapping) or document.get("format") != FORMAT:
        raise TariffFileWrong("this is no tariff file", field="format")
    for name in document:
        if name not in _HEADING and name not in _SECTIONS:
            raise TariffFileWrong("nothing of a tariff file has this name", field=str(name)[:40])
    rows: list[TariffRow] = []
    faults: list[RowFault] = []
    for section, read in _SECTIONS.items():
        for number, row in enumerate(_listed(document, section), 1):
            try:
                _check_keys(row, _KEYS[section])
                rows += read(number, row)
            except _Wrong as wrong:
                said = row.get("procedure") or row.get("code") or row.get("agency")
                code = str(said)[:40] if said else None
                faults.append(RowFault(number, code, f"{section}.{wrong.field}", wrong.reason))
    version, source = (_headed(document, name) for name in ("version", "source"))
    return TariffFile(version, source, tuple(rows), tuple(faults))


def _listed(document: Row, section: str) -> list[Row]:
    found = document.get(section, [])
    if not isinstance(found, list) or not all(isinstance(row, Mapping) for row in found):
        raise TariffFileWrong("a section is a list of rows", field=section)
    return found


def _check_keys(row: Row, known: frozenset[str]) -> None:
    """Refuse a row with a key that is not read: what it was to narrow would hold for all."""
    for name in row:
        if name not in known:
            raise _Wrong(
                str(name)[:40], f"no key of this row; known are {', '.join(sorted(known))}"
            )


def _headed(document: Row, name: str) -> str:
    found = document.get(name)
    said = single_line(found) if isinstance(found, str) else ""
    if not said:
        raise TariffFileWrong("a tariff file says its version and source", field=name)
    return said


def _tariff(number: int, row: Row) -> list[TariffRow]:
    tariff = Tariff(
        procedure=_matched(row, "procedure", _CODE),
        item=_matched(row, "item", _SLUG),
        name=_text(row, "name"),
        kind=_chosen(FeeKind, row, "kind"),
        per=_chosen(Per, row, "per", Per.DOSSIER),
        amount_vnd=_whole(row, "amount_vnd", MOST_VND),
        collected=_chosen(CollectedAt, row, "collected", CollectedAt.RECEIPT),
        legal_basis=_text(row, "legal_basis"),
        scope=_scope(row),
        least=_whole(row, "least", 1000) if "least" in row else 0,
    )
    return _spread(number, "tariffs", row, tariff)


def _exemption(number: int, row: Row) -> list[TariffRow]:
    percent = _whole(row, "percent", 100)
    if percent == 0:
        raise _Wrong("percent", "an exemption takes away between 1 and 100 percent")
    procedures = row.get("procedures", [])
    if not isinstance(procedures, list) or not all(_CODE.fullmatch(str(p)) for p in procedures):
        raise _Wrong("procedures", "not a list of procedure codes")
    found: list[TariffRow] = []
    for procedure in procedures or [""]:
        exemption = Exemption(
            code=_matched(row, "code", _SLUG),
            name=_text(row, "name"),
            percent=percent,
            legal_basis=_text(row, "legal_basis"),
            procedure=procedure,
            scope=_scope(row),
        )
        found += _spread(number, "exemptions", row, exemption)
    return found


def _payee(number: int, row: Row) -> list[TariffRow]:
    payee = Payee(
        agency=_text(row, "agency", most=40),
        bank=_matched(row, "bank", _BANK),
        account=_matched(row, "account", _ACCOUNT),
        name=_text(row, "name", most=120),
    )
    begins, ends = _days(row)
    return [TariffRow(number, "payees", "", begins, ends, payee)]


_SECTIONS: Final[Mapping[str, Callable[[int, Row], list[TariffRow]]]] = {
    "tariffs": _tariff,
    "exemptions": _exemption,
    "payees": _payee,
}


def _spread(number: int, section: str, row: Row, content: Tariff | Exemption) -> list[TariffRow]:
    """Return the row once for each of its areas; without any it holds in the whole country."""
    areas = row.get("areas", [])
    if not isinstance(areas, list) or not all(_AREA.fullmatch(str(code)) for code in areas):
        raise _Wrong("areas", "not a list of codes of units")
    begins, ends = _days(row)
    return [TariffRow(number, section, code, begins, ends, content) for code in areas or [""]]


def _scope(row: Row) -> Scope:
    case = row.get("case", "")
    if case and not (isinstance(case, str) and _SLUG.fullmatch(case)):
        raise _Wrong("case", "not a short code")
    channel = _chosen(Way, row, "channel").value if row.get("channel") else ""
    group = _matched(row, "group", GROUP_CODE) if row.get("group") else ""
    return Scope(case=case, channel=channel, group=group)


def _days(row: Row) -> tuple[date, date | None]:
    begins = _day(row, "valid_from")
    ends = _day(row, "valid_to") if row.get("valid_to") else None
    if ends is not None and ends <= begins:
        raise _Wrong("valid_to", "it ends before it begins")
    return begins, ends


def _day(row: Row, name: str) -> date:
    try:
        return date.fromisoformat(row.get(name))  # type: ignore[arg-type]  # caught below
    except (TypeError, ValueError):
        raise _Wrong(name, "not a day such as 2026-03-27") from None


def _text(row: Row, name: str, *, most: int = 200) -> str:
    """Return a text as the rooms store it: one line, one spelling, nothing invisible."""
    found = row.get(name)
    said = single_line(found) if isinstance(found, str) else ""
    if not 0 < len(said) <= most:
        raise _Wrong(name, f"a text of 1 to {most} letters")
    return said


def _whole(row: Row, name: str, most: int) -> int:
    found = row.get(name)
    if isinstance(found, bool) or not isinstance(found, int) or not 0 <= found <= most:
        raise _Wrong(name, f"a whole number from 0 to {most}")
    return found


def _matched(row: Row, name: str, pattern: re.Pattern[str]) -> str:
    found = row.get(name)
    if not isinstance(found, str) or not pattern.fullmatch(found):
        raise _Wrong(name, "not a code of this kind")
    return found


def _chosen(words: type[E], row: Row, name: str, default: E | None = None) -> E:
    found = row.get(name)
    if found is None and default is not None:
        return default
    try:
        return words(str(found))
    except ValueError:
        raise _Wrong(name, f"one of {', '.join(words)}") from None
