"""Finding the desk that receives: by the name of the commune, with or without accents."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from thongsuot.domains.organisation import queries as organisation
from thongsuot.domains.organisation import successors
from thongsuot.kernel.text import fold, sort_key

SHOWN: Final = 12


@dataclass(frozen=True, slots=True)
class Desk:
    """A one-stop desk as it is offered to choose."""

    code: str
    name: str
    area: str
    phone: str
    former: tuple[str, ...] = ()
    """What the units were called that the area was made of: people look for those names too."""


def desks_for(procedure_code: str, on: date) -> list[Desk]:
    """Return the desks in whose area some agency settles the procedure that day, by area."""
    covered = {
        row.area_id or row.agency.area_id
        for row in organisation.competent_agencies(procedure_code, on)
    }
    agencies = [
        agency
        for agency in organisation.agencies(on)
        if agency.is_desk and covered & {agency.area_id, agency.area.parent_id}
    ]
    former = successors.former_names(agency.area_id for agency in agencies)
    desks = [
        Desk(
            agency.code,
            agency.name,
            agency.area.name,
            agency.phone,
            tuple(name for name in former.get(agency.area_id, ()) if name != agency.area.name),
        )
        for agency in agencies
    ]
    return sorted(desks, key=lambda desk: sort_key(desk.area))


def matching(desks: list[Desk], typed: str) -> list[Desk]:
    """Return the desks in whose area's name every typed word begins a word, whole words first.

    Where no area does, those one of whose former names does, then those whose own name does.
    """
    words = fold(typed).split()
    by_area = [(desk, fold(desk.area).split()) for desk in desks]
    by_former = [(desk, fold(name).split()) for desk in desks for name in desk.former]
    by_name = [(desk, fold(desk.name).split()) for desk in desks]
    for named in (by_area, by_former, by_name):
        found = [(_distance(name, words), desk) for desk, name in named if _begins(name, words)]
        if found:
            return list(dict.fromkeys(desk for _, desk in sorted(found, key=lambda f: f[0])))
    return []


def _begins(name: list[str], words: list[str]) -> bool:
    return all(any(part.startswith(word) for part in name) for word in words)


def _distance(name: list[str], words: list[str]) -> int:
    """Count the typed words that are only the beginning of a word."""
    return sum(word not in name for word in words)
