"""Invented people: names put together, numbers of the range kept for samples."""

from datetime import date, timedelta
from random import Random
from typing import Final

from thongsuot.domains.people.rules import SAMPLE_PLACE
from thongsuot.domains.people.terms import Identity, Sex
from thongsuot.entrypoints.cli.demo.province import PHONE, sample

YOUNGEST: Final = date(2006, 1, 1)
OLDEST_DAYS: Final = 60 * 365


def invent(rng: Random, number: int, commune: str) -> Identity:
    """Return a person of a commune; ``number`` makes the personal number unlike any other's."""
    sex = rng.choice([Sex.MALE, Sex.FEMALE])
    birth_on = YOUNGEST - timedelta(days=rng.randrange(OLDEST_DAYS))
    return Identity(
        full_name=name(rng, sex),
        personal_id=personal_id(sex, birth_on.year, number),
        birth_on=birth_on,
        sex=sex,
        phone=PHONE.format(rng.randrange(1000), rng.randrange(1000)),
        address=f"Tổ {rng.randrange(1, 20)}, {commune}, tỉnh Mẫu",
    )


def home(rng: Random, on: date) -> str:
    """Return a commune of the province as it is called on that day."""
    province = sample("province")
    commune = rng.choice(province["communes"])
    if "merger_of" in commune and on < date.fromisoformat(province["merged_on"]):
        former = rng.choice(commune["merger_of"])
        commune = next(row for row in province["former_communes"] if row["code"] == former)
    return f"{commune['kind']} {commune['name']}"


def name(rng: Random, sex: Sex) -> str:
    """Return a name nobody was asked for."""
    parts = sample("people")
    families = parts["families"]
    family = rng.choices(list(families), list(families.values()))[0]
    middle = rng.choice(parts["middles"][sex.value])
    return f"{family} {middle} {rng.choice(parts['givens'][sex.value])}"


def personal_id(sex: Sex, birth_year: int, number: int) -> str:
    """Return twelve digits that no person bears: place 999, century and sex, year, number."""
    century = (birth_year - 1900) // 100 * 2 + (sex is Sex.FEMALE)
    return f"{SAMPLE_PLACE}{century}{birth_year % 100:02}{number % 1_000_000:06}"
