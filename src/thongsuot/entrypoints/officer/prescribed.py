"""The opinions that a dossier's process wants: what is filled in, and what still stands open."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.utils.translation import gettext as _

from thongsuot.domains.catalogue import processes
from thongsuot.domains.catalogue.rules.process_signing import papers_owed, papers_to_draft
from thongsuot.domains.catalogue.terms import OpinionBeside
from thongsuot.domains.custody import queries as custodies
from thongsuot.domains.dossiers import queries as dossiers
from thongsuot.domains.dossiers.lane_posts import posts_of_kind
from thongsuot.domains.dossiers.queries import DossierView, Wanted
from thongsuot.domains.organisation.terms import PostKind
from thongsuot.entrypoints.officer import clocks, handing
from thongsuot.entrypoints.officer.frame import Frame
from thongsuot.entrypoints.officer.visitors import Visitor
from thongsuot.entrypoints.shared.process_words import AGENCIES
from thongsuot.kernel.clock import local_date

OWN: Final = "khac"
"""Named in place of an opinion of the process: a question of one's own."""
_ANSWERERS: Final = (PostKind.HANDLER, PostKind.DIVISION_HEAD, PostKind.HEAD)


@dataclass(frozen=True, slots=True)
class OpinionLine:
    """One opinion that the process wants and that is not there yet, in words."""

    code: str
    name: str
    agency: str
    limit: str
    must: bool
    to_ask: bool


def lines_of(wanted: Wanted, day: int, on: date) -> list[OpinionLine]:
    """Return what is still to be asked here, then what was asked and is not there yet.

    A part of a linked procedure is owed: nothing is signed without it, whatever the process says.

    Units:  ``day`` in minutes of working time.
    """
    open_here = {one.code for one in wanted.to_ask}
    later = [one for one in wanted.missing if one.code not in open_here]
    every = (*wanted.to_ask, *later)
    owed = custodies.owed_bases(on) if every else frozenset()
    return [
        _line(one, day, to_ask=one.code in open_here, must=one.must or one.basis in owed)
        for one in every
    ]


def wanted_lines(frame: Frame) -> list[OpinionLine]:
    """Return what the holder still owes the process before the signature; nothing afterwards."""
    decision = frame.view.decision
    if frame.view.way is None or (decision and decision.signed_at) or frame.view.ended_at:
        return []
    wanted = dossiers.opinions_wanted(frame.view)
    if not (wanted.to_ask or wanted.missing):
        return []
    at = frame.visitor.at
    return lines_of(wanted, clocks.minutes_of_a_day(frame.calendar, at), local_date(at))


def undrafted_papers(view: DossierView) -> list[str]:
    """Return the papers that the dossier's step makes to be signed, where none is drafted."""
    if view.way is None or view.decision is not None or view.ended_at:
        return []
    return papers_to_draft(processes.process_by_id(view.way.version_id).process, view.way.step)


def papers_to_make(view: DossierView) -> bool:
    """Whether the dossier's step is not left for a later one before its papers are drafted."""
    if view.way is None:
        return False
    process = processes.process_by_id(view.way.version_id).process
    last = process.steps[-1].code
    return bool(undrafted_papers(view) and papers_owed(process, view.way.step, last))


def _line(one: OpinionBeside, day: int, *, to_ask: bool, must: bool) -> OpinionLine:
    limit = clocks.share_in_words(one.limit_minutes, day) if one.limit_minutes else ""
    return OpinionLine(one.code, one.name, str(AGENCIES[one.agency_kind]), limit, must, to_ask)


def chosen_of(to_ask: Sequence[OpinionBeside], named: str | None) -> OpinionBeside | None:
    """Return the opinion to fill in: the one named, the first where none is, or none for OWN."""
    if named == OWN:
        return None
    by_code = {one.code: one for one in to_ask}
    return by_code.get(named or "", next(iter(to_ask), None))


def initial_of(chosen: OpinionBeside | None, view: DossierView, visitor: Visitor) -> dict[str, str]:
    """Return what the process fills in: whom, what, on which basis."""
    if chosen is None:
        return {}
    posts = _near(chosen, view, visitor)
    question = _("Đề nghị cho ý kiến: {name}.").format(name=chosen.name)
    found = {"question": question, "basis": chosen.basis, "process_opinion": chosen.code}
    return found | ({"to": str(posts[0].pk)} if posts else {})


def posts_for(
    chosen: OpinionBeside | None, view: DossierView, visitor: Visitor
) -> list[tuple[str, Any]]:
    """Return whom one may ask, those that the process means first."""
    every = handing.other_posts((), visitor, but_agency=visitor.by.agency)
    if chosen is None:
        return every
    near = {str(post.pk) for post in _near(chosen, view, visitor)}
    flat = [choice for _agency, posts in every for choice in posts]
    meant = [choice for choice in flat if choice[0] in near]
    rest = [(agency, [one for one in posts if one[0] not in near]) for agency, posts in every]
    title = _("Quy trình nêu: {agency}").format(agency=AGENCIES[chosen.agency_kind])
    return [(title, meant), *((agency, posts) for agency, posts in rest if posts)]


def _near(chosen: OpinionBeside, view: DossierView, visitor: Visitor) -> list[Any]:
    """Return the posts that may be asked, whoever would write the answer first."""
    posts = posts_of_kind(chosen.agency_kind, None, view.receiving_area_id, local_date(visitor.at))
    places = {kind.value: place for place, kind in enumerate(_ANSWERERS)}
    fit = [one for one in posts if one.kind in places and one.agency.code != visitor.by.agency]
    return sorted(fit, key=lambda one: places[one.kind])
