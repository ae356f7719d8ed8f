"""Finding the desk that receives: by the name of the commune, with or without accents."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from thongsuot.domains.dossiers.queries import DossierView
from thongsuot.domains.organisation import desks as organisation_desks
from thongsuot.domains.organisation import queries as organisation
from thongsuot.domains.organisation import successors
from thongsuot.entrypoints.shared.opening import Opening, openings_of
from thongsuot.kernel.text import fold, sort_key

SHOWN: Final = 12


@dataclass(frozen=True, slots=True)
class Desk:
    """A one-stop desk as it is offered to choose."""

    code: str
    name: str
    area: str
    phone: str
    address: str = ""
    former: tuple[str, ...] = ()
    """What the units were called that the area was made of: people look for those names too."""
    is_served: bool = True
    """Somebody receives there today; else nobody would hold what is sent."""


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
    served = organisation_desks.served_desks(on)
    desks = [
        Desk(
            agency.code,
            agency.name,
            agency.area.name,
            agency.phone,
            agency.address,
            tuple(name for name in former.get(agency.area_id, ()) if name != agency.area.name),
            agency.code in served,
        )
        for agency in agencies
    ]
    return sorted(desks, key=lambda desk: sort_key(desk.area))


@dataclass(frozen=True, slots=True)
class Place:
    """Where one goes in person, and when."""

    name: str
    phone: str
    address: str
    opening: Opening | None
    is_served: bool = True


def places_of(desks: Sequence[Desk], at: datetime) -> list[Place]:
    """Return the desks with the hours at which they are open."""
    openings = openings_of([desk.code for desk in desks], at)
    return [
        Place(desk.name, desk.phone, desk.address, opening, desk.is_served)
        for desk, opening in zip(desks, openings, strict=True)
    ]


def place_of(view: DossierView, at: datetime) -> Place:
    """Return the desk that received a dossier and hands out its result."""
    (opening,) = openings_of([view.receiving_agency_code], at)
    return Place(view.receiving_agency, view.receiving_phone, view.receiving_address, opening)


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
