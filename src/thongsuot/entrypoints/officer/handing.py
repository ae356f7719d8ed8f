"""To whom a dossier may be handed: what the competence table proposes, and what the rest costs."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later

from thongsuot.domains.custody import queries as custodies
from thongsuot.domains.custody.terms import Answer
from thongsuot.domains.deadlines import rules as deadline_rules
from thongsuot.domains.deadlines.terms import CalendarGap, WorkingCalendar
from thongsuot.domains.dossiers.queries import DossierView
from thongsuot.domains.dossiers.terms import NationalState, Step
from thongsuot.domains.organisation import delegations, working
from thongsuot.domains.organisation import queries as organisation
from thongsuot.domains.organisation.terms import PostKind
from thongsuot.domains.organisation.terms.delegations import AbsenceTerms
from thongsuot.entrypoints.officer import clocks
from thongsuot.entrypoints.officer.visitors import Visitor
from thongsuot.entrypoints.officer.words import return_reason
from thongsuot.entrypoints.shared.forms import Choice
from thongsuot.kernel import formats
from thongsuot.kernel.clock import local_date, to_local
from thongsuot.kernel.text import sort_key

STEP_NAMES: Final[Mapping[Step, tuple[str | Promise, str | Promise]]] = {
    Step.VERIFY: (later("Xử lý chính"), later("Thẩm định, giải quyết")),
    Step.SIGN: (later("Trình ký"), later("Người có thẩm quyền ký")),
    Step.RETURN: (later("Trả kết quả"), later("Về nơi tiếp nhận")),
}
OTHER: Final = "khac"
"""The choice of a place outside what is proposed."""
_HANDLERS: Final = (PostKind.HANDLER, PostKind.DIVISION_HEAD, PostKind.HEAD)
_SIGNERS: Final = (PostKind.HEAD, PostKind.DIVISION_HEAD)
_DESKS: Final = (PostKind.DESK,)


@dataclass(frozen=True, slots=True)
class Proposal:
    """One post that may receive, in words.

    ``is_proposed``: the table or the order of the process names it; otherwise a reason is due.
    """

    post_id: int
    name: str
    hint: str
    mark: str = ""
    sign: str = ""
    tone: str = "ok"
    is_proposed: bool = True
    is_away: bool = False
    """All who serve it are on leave."""

    def as_choice(self) -> tuple[str, Choice]:
        """Return the post as a tile."""
        return str(self.post_id), Choice(self.name, self.hint, self.mark, self.sign, self.tone)


def steps_of(view: DossierView) -> list[Step]:
    """Return for what the dossier may be handed over in its state."""
    if view.state == NationalState.RESOLVED:
        return [Step.RETURN]
    if view.decision is None:
        return [Step.VERIFY, Step.SIGN]
    return [Step.SIGN] if view.decision.signed_at else [Step.SIGN, Step.VERIFY]


def proposals(view: DossierView, step: Step, visitor: Visitor) -> list[Proposal]:
    """Return the posts proposed for a step: last those that returned it lately or are away."""
    own = visitor.by.post_id
    return _in_order([p for p in _FINDERS[step](view, visitor) if p.post_id != own], view)


def other_posts(
    proposed: Iterable[Proposal], visitor: Visitor, *, but_agency: str = ""
) -> list[tuple[str, Any]]:
    """Return every other post where somebody works, neither proposed nor one's own, by agency.

    ``but_agency`` is an agency whose posts are left out.
    """
    named = {proposal.post_id for proposal in proposed} | {visitor.by.post_id}
    groups: dict[str, list[tuple[str, str]]] = {}
    staffed: list[Any] = working.worked_posts(local_date(visitor.at))
    away = _away(staffed, local_date(visitor.at))
    for post in staffed:
        if post.pk not in named and post.agency.code != but_agency:
            words = _("{agency} · {title} – {names}").format(
                agency=post.agency.short_name,
                title=post.title,
                names=", ".join(_named(row, away) for row in post.held),
            )
            groups.setdefault(post.agency.name, []).append((str(post.pk), words))
    return sorted(groups.items(), key=lambda group: sort_key(group[0]))


def right_agency(view: DossierView, visitor: Visitor) -> str:
    """Return the agency that the table names, unless it is the visitor's own; empty if none."""
    area_id = view.receiving_area_id
    rows = organisation.competent_agencies(view.procedure_code, local_date(visitor.at), area_id)
    codes = [str(row.agency.code) for row in rows]
    return codes[0] if codes and visitor.by.agency not in codes else ""


def place_named(
    agency_code: str, proposed: Iterable[Proposal], visitor: Visitor
) -> Mapping[str, str]:
    """Return what to choose at first when an agency was named as the right one."""
    posts = _staffed(agency_code, _HANDLERS, local_date(visitor.at)) if agency_code else []
    if not posts:
        return {}
    named = {proposal.post_id for proposal in proposed}
    post = next((str(post.pk) for post in posts if post.pk in named), "")
    return {"to": post} if post else {"to": OTHER, "other": str(posts[0].pk)}


def _by_competence(view: DossierView, visitor: Visitor) -> list[Proposal]:
    """Return the handlers of the agencies that the table names, nearest first.

    Where a superior has decided about this very dossier, only that agency is left.
    """
    on = local_date(visitor.at)
    area_id = view.receiving_area_id
    rows = organisation.competent_agencies(view.procedure_code, on, area_id)
    ruling = view.dispute.ruling if view.dispute else None
    if ruling is not None and ruling.stands_code:
        rows = [row for row in rows if row.agency.code == ruling.stands_code]
    found = []
    for row in rows:
        posts = _staffed(row.agency.code, _HANDLERS, on)
        loads, away = _loads(posts), _away(posts, on)
        found += [_competent(row, post, loads, away, view) for post in posts]
    return found


def _competent(
    row: Any, post: Any, loads: Mapping[int, int], away: Mapping[int, AbsenceTerms],
    view: DossierView,
) -> Proposal:  # fmt: skip
    source = _("{source}: thủ tục {code}, từ {day}.").format(
        source=row.source, code=view.procedure_code, day=formats.date(row.valid_from)
    )
    proposal = Proposal(
        post_id=post.pk,
        name=_("{agency} · {title}").format(agency=row.agency.name, title=post.title),
        hint=f"{source} {_receivers(post, loads, away)}",
        mark=_("đúng thẩm quyền"),
        sign="done",
    )
    return _with_absence(proposal, post, away)


def proposed_by_process(
    posts: Sequence[Any], reason: str, view: DossierView, visitor: Visitor
) -> list[Proposal]:
    """Return the posts of a step but one's own: last those that returned it lately or are away."""
    others = [post for post in posts if post.pk != visitor.by.post_id]
    return _in_order(_as_proposals(others, reason, visitor), view)


def _in_order(found: Iterable[Proposal], view: DossierView) -> list[Proposal]:
    """Return the posts with what speaks against them: those away last, before them who returned."""
    returned = _returned_by(view)
    named = [_with_return(proposal, returned) for proposal in found]
    return sorted(named, key=lambda one: (one.is_away, one.post_id in returned))


def _by_process(
    agency_code: str, kinds: Iterable[PostKind], reason: str, visitor: Visitor
) -> list[Proposal]:
    """Return staffed posts of one agency, as the order of the process names them."""
    return _as_proposals(_staffed(agency_code, kinds, local_date(visitor.at)), reason, visitor)


def _as_proposals(posts: Sequence[Any], reason: str, visitor: Visitor) -> list[Proposal]:
    loads, away = _loads(posts), _away(posts, local_date(visitor.at))
    proposals = (
        Proposal(
            post_id=post.pk,
            name=_("{agency} · {title}").format(agency=post.agency.name, title=post.title),
            hint=f"{reason} {_receivers(post, loads, away)}",
            mark=_("đúng quy trình"),
            sign="done",
        )
        for post in posts
    )
    return [_with_absence(p, post, away) for p, post in zip(proposals, posts, strict=True)]


def _signers(view: DossierView, visitor: Visitor) -> list[Proposal]:
    agency = view.competent_agency_code or visitor.by.agency
    return _by_process(agency, _SIGNERS, _("Lãnh đạo cơ quan có thẩm quyền."), visitor)


def _desks(view: DossierView, visitor: Visitor) -> list[Proposal]:
    reason = _("Nơi đã tiếp nhận hồ sơ.")
    return _by_process(view.receiving_agency_code, _DESKS, reason, visitor)


_FINDERS: Final = {Step.VERIFY: _by_competence, Step.SIGN: _signers, Step.RETURN: _desks}


def _staffed(agency_code: str, kinds: Iterable[PostKind] | None, on: date) -> list[Any]:
    """Return the posts somebody serves; of certain kinds only, in their order."""
    posts: list[Any] = list(organisation.posts_in(agency_code, None, on))
    staffed = [post for post in posts if post.held]
    if kinds is None:
        return staffed
    places = {kind.value: place for place, kind in enumerate(kinds)}
    wanted = [post for post in staffed if post.kind in places]
    return sorted(wanted, key=lambda post: places[post.kind])


def _loads(posts: Iterable[Any]) -> dict[int, int]:
    ids = {row.officer_id for post in posts for row in post.held}
    return custodies.held_counts(ids)


def _receivers(post: Any, loads: Mapping[int, int], away: Mapping[int, AbsenceTerms]) -> str:
    people = [
        _("{name}, đang giữ {n} hồ sơ").format(
            name=_named(row, away), n=loads.get(row.officer_id, 0)
        )
        for row in post.held
    ]
    return _("Người nhận: {people}.").format(people="; ".join(people))


def _named(row: Any, away: Mapping[int, AbsenceTerms]) -> str:
    """Return the name of who holds a post, and that he is away."""
    absence = away.get(row.officer_id)
    if absence is None:
        return str(row.officer.full_name)
    return _("{name} (đang nghỉ đến {day})").format(
        name=row.officer.full_name, day=formats.date(absence.last_day)
    )


def _away(posts: Iterable[Any], on: date) -> dict[int, AbsenceTerms]:
    """Return who of those on the posts is away, in one query."""
    return delegations.absent_on({row.officer_id for post in posts for row in post.held}, on)


def _with_absence(proposal: Proposal, post: Any, away: Mapping[int, AbsenceTerms]) -> Proposal:
    """Mark a post from which all are away."""
    if not all(row.officer_id in away for row in post.held):
        return proposal
    return replace(proposal, mark=_("đang nghỉ"), sign="waiting", tone="soon", is_away=True)


def _returned_by(view: DossierView) -> dict[int, str]:
    """Return which posts returned the dossier, and why; what a superior decided on is settled."""
    ruled_at = view.dispute.settled_at if view.dispute else None
    return {
        offer.to_post_id: return_reason(offer.grounds)
        for offer in view.offers
        if offer.answer is Answer.RETURNED
        and offer.grounds
        and (ruled_at is None or offer.offered_at > ruled_at)
    }


def _with_return(proposal: Proposal, returned: Mapping[int, str]) -> Proposal:
    why = returned.get(proposal.post_id)
    if why is None:
        return proposal
    mark = _("vừa trả lại: {why}").format(why=why)
    return replace(proposal, mark=mark, sign="returned", tone="return")


# --- shares of time --------------------------------------------------------------------------

REST: Final = "con-lai"
_SHARES_IN_HALF_DAYS: Final = (1, 2, 4, 6, 10)


def minutes_left(due_at: datetime | None, *, at: datetime, calendar: WorkingCalendar) -> int:
    """Return the working time until the promise, 0 when there is none.  Units: minutes."""
    return clocks.minutes_between(at, due_at, calendar) or 0 if due_at else 0


def share_choices(
    due_at: datetime | None, *, at: datetime, calendar: WorkingCalendar, given: int = 0
) -> list[tuple[str, str]]:
    """Return shares of time with the instant each ends, those beyond the promise marked.

    ``given`` is the share that the process gives, 0 without one; it comes first.
    Units:   values in minutes of working time; all that is left is counted when it is sent, and
             is less than when the page was opened.
    """
    day = clocks.minutes_of_a_day(calendar, at)
    left = minutes_left(due_at, at=at, calendar=calendar)
    choices = []
    end_of_given = _end_of(at, given, calendar) if given else None
    if end_of_given is not None:
        words = _("Theo quy trình: {share}").format(share=_share(given, end_of_given, due_at, day))
        choices.append((str(given), words))
    if left:
        choices.append((REST, _("Hết thời gian còn lại ({end})").format(end=_end(due_at))))
    for halves in _SHARES_IN_HALF_DAYS:
        minutes = halves * day // 2
        end = _end_of(at, minutes, calendar)
        if end is not None and minutes not in (left, given):
            choices.append((str(minutes), _share(minutes, end, due_at, day)))
    return choices


def _share(minutes: int, end: datetime, due_at: datetime | None, day: int) -> str:
    share = clocks.share_in_words(minutes, day)
    if due_at and end > due_at:
        return _("{share} ({end}), quá hạn trả").format(share=share, end=_end(end))
    return _("{share} ({end})").format(share=share, end=_end(end))


def _end_of(at: datetime, minutes: int, calendar: WorkingCalendar) -> datetime | None:
    try:
        return deadline_rules.add_working_minutes(at, minutes, calendar)
    except CalendarGap:
        return None


def _end(at: datetime | None) -> str:
    return _("đến {when}").format(when=f"{to_local(at):%H:%M %d/%m}") if at else ""
