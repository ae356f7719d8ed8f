"""Finding the desk that receives: by the name of the commune, with or without accents."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from thongsuot.domains.organisation import queries as organisation
from thongsuot.kernel.text import fold, sort_key

SHOWN: Final = 12


@dataclass(frozen=True, slots=True)
class Desk:
    """A one-stop desk as it is offered to choose."""

    code: str
    name: str
    area: str
    phone: str


def desks_for(procedure_code: str, on: date) -> list[Desk]:
    """Return the desks in whose area some agency settles the procedure that day, by area."""
    covered = {
        row.area_id or row.agency.area_id
        for row in organisation.competent_agencies(procedure_code, on)
    }
    desks = [
        Desk(agency.code, agency.name, agency.area.name, agency.phone)
        for agency in organisation.agencies(on)
        if agency.is_desk and covered & {agency.area_id, agency.area.parent_id}
    ]
    return sorted(desks, key=lambda desk: sort_key(desk.area))


def matching(desks: list[Desk], typed: str) -> list[Desk]:
    """Return the desks whose area or name holds every typed word, exact beginnings first."""
    words = fold(typed).split()
    found = [desk for desk in desks if _holds(desk, words)]
    return sorted(found, key=lambda desk: _distance(desk, words))


def _holds(desk: Desk, words: list[str]) -> bool:
    text = fold(f"{desk.area} {desk.name}")
    return all(word in text for word in words)


def _distance(desk: Desk, words: list[str]) -> int:
    """Count the typed words that are no whole word of the area's name."""
    whole = fold(desk.area).split()
    return sum(word not in whole for word in words)
