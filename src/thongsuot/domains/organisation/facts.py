"""Agencies, posts and officers by id, past and present, for showing figures: names and lines."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db import connection

from thongsuot.domains.organisation.models import Agency, Officer, Post


@dataclass(frozen=True, slots=True)
class AgencyFact:
    """An agency as it is called in figures; an ended one keeps its own name."""

    id: int
    code: str
    name: str
    short_name: str
    is_desk: bool


def agencies_of(ids: Collection[int]) -> dict[int, AgencyFact]:
    """Return agencies past and present by id, in one query."""
    rows = Agency.objects.filter(pk__in=set(ids)).values_list(
        "id", "code", "name", "short_name", "is_desk"
    )
    return {row[0]: AgencyFact(*row) for row in rows}


def agencies_under(code: str, on: date) -> list[int]:
    """Return the ids of all that ever bore ``code`` and of the agencies below it by ``on``."""
    with connection.cursor() as cursor:
        cursor.execute(_UNDER, {"code": code, "on": on})
        return [agency for (agency,) in cursor.fetchall()]


_UNDER: Final = """
    WITH RECURSIVE line AS (
      SELECT id FROM organisation_agency WHERE code = %(code)s
      UNION
      SELECT a.id FROM organisation_agency a JOIN line ON a.parent_id = line.id
      WHERE a.valid_from <= %(on)s)
    SELECT id FROM line ORDER BY id
"""


@dataclass(frozen=True, slots=True)
class PostFact:
    """A post as it is called in figures, and whose it is."""

    id: int
    title: str
    agency: int


def posts_of(ids: Collection[int]) -> dict[int, PostFact]:
    """Return posts past and present by id, in one query."""
    rows = Post.objects.filter(pk__in=set(ids)).values_list("id", "title", "agency_id")
    return {row[0]: PostFact(*row) for row in rows}


def officer_names(ids: Collection[int]) -> dict[int, str]:
    """Return the names of officers past and present by id, in one query."""
    return dict(Officer.objects.filter(pk__in=set(ids)).values_list("id", "full_name"))
