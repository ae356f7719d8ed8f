"""What an officer is told of in the act that makes it his: questions, work, rulings.

A plain offer is not told: it waits in the inbox and the digest counts it, so that nobody is
flooded; what silence makes of it is told to whom it makes the holder
(docs/law/lateness-duties.md).
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime
from types import MappingProxyType
from typing import Any, Final

from thongsuot.domains.custody import queries as custodies
from thongsuot.domains.custody.terms import Silence
from thongsuot.domains.dossiers.objections import queries as objections
from thongsuot.domains.dossiers.rules import subject_of
from thongsuot.domains.exchange import services as exchange
from thongsuot.domains.exchange.terms import Value, to_officer
from thongsuot.domains.ledger.terms import Actor
from thongsuot.domains.organisation import presence, successors, superiors
from thongsuot.domains.organisation import queries as organisation
from thongsuot.domains.organisation.terms.delegations import DelegatedAct
from thongsuot.kernel.clock import local_date

ASKED: Final[Mapping[Silence, str]] = MappingProxyType(
    {
        Silence.NONE: "opinion-asked",
        Silence.CONSENT: "opinion-consent",
        Silence.OWED: "part-asked",
    }
)
"""Which text tells of a question to another agency, by what its silence comes to."""
OBJECTED: Final[Mapping[bool, str]] = MappingProxyType(
    {True: "objection-due", False: "objection-asked"}
)
"""Which text tells of an objection, by whether it has an end."""


def tell_asked(asked: Any, *, at: datetime) -> None:
    """Have everybody who may answer a question told of it, until when, and what silence means.

    So is who stands in for one who is away. ``asked`` is what custody wrote of the question; who
    asks cannot answer it himself.
    """
    able = able_to_answer(asked.to_post_id, at) - {asked.custody.officer_id}
    _tell(
        asked.subject, ASKED[Silence(asked.silence)], able, cause=f"opinion-{asked.pk}",
        values={"answer_by": asked.answer_by}, at=at,
    )  # fmt: skip


def tell_asked_anew(subject: str, opinion: int, *, cause: str, at: datetime) -> None:
    """Have everybody who may answer a question told until when, where that was counted anew."""
    asked = next((one for one in custodies.opinions_of(subject) if one.id == opinion), None)
    if asked is None:
        return
    able = able_to_answer(asked.to_post_id, at) - {asked.asker.officer_id}
    template = "part-moved" if asked.silence is Silence.OWED else "opinion-moved"
    _tell(
        subject, template, able, cause=f"opinion-{cause}",
        values={"answer_by": asked.answer_by}, at=at,
    )  # fmt: skip


def tell_not_needed(subject: str, opinions: Collection[int], *, at: datetime) -> None:
    """Have everybody who might have answered told that nobody waits for it any more."""
    over = [one for one in custodies.opinions_of(subject) if one.id in opinions] if opinions else []
    for asked in over:
        able = able_to_answer(asked.to_post_id, at) - {asked.asker.officer_id}
        template = "part-not-needed" if asked.silence is Silence.OWED else "opinion-not-needed"
        _tell(subject, template, able, cause=f"opinion-{asked.id}", values={}, at=at)


def able_to_answer(post: int, at: datetime) -> set[int]:
    """Return who may answer a question put to a post, in the stead of one who is away too."""
    on = local_date(at)
    able, stands = custodies.answering(post, on), custodies.answering_post(post, on)
    away = presence.away_from({(one, stands) for one in able}, at, act=DelegatedAct.HANDLE)
    return able | {taker[0] for taker in away.values() if taker}


def tell_unanswered(asked: Any, *, desk: str, at: datetime) -> None:
    """Have the holder told that a question ended in silence, and what that means.

    Where it is no consent, whoever heads the desk is told too: both are to act together.
    Source:  NĐ 61/2018 Art. 19(5)(b).
    """
    held = custodies.holder_of(asked.subject)
    told = {held.holder.officer_id} if held else set()
    is_consent = Silence(asked.silence) is Silence.CONSENT
    if not is_consent:
        told |= set(*superiors.heads_upwards(desk, local_date(at), but=0)[:1])
    template = "opinion-deemed" if is_consent else "opinion-unanswered"
    _tell(asked.subject, template, told, cause=f"opinion-{asked.pk}", values={}, at=at)


def tell_held_by_silence(subject: str, *, officer: int, offer: int, at: datetime) -> None:
    """Have an officer told that silence made him the holder."""
    _tell(subject, "held-by-silence", [officer], cause=f"offer-{offer}", values={}, at=at)


def tell_moved(codes: Sequence[str], *, to: int, move: int, by: Actor, at: datetime) -> None:
    """Have an officer told, once a move, that dossiers became his unasked; not of his own act."""
    receivers, cause = {to} - {*by.persons}, f"move-{move}"
    if len(codes) == 1:
        _tell(subject_of(codes[0]), "moved", receivers, cause=cause, values={}, at=at)
    else:
        _tell(f"move:{move}", "moved-many", receivers, cause=cause,
              values={"count": len(codes)}, at=at)  # fmt: skip


def tell_resettled(plan: str, counts: Mapping[int, int], *, at: datetime) -> None:
    """Have each officer told how much a reorganisation has given him that another held."""
    told: list[tuple[str, str, Mapping[str, Value]]] = [
        (f"reorganisation:{plan}", to_officer(officer), {"count": count})
        for officer, count in sorted(counts.items())
    ]
    if told:
        exchange.tell_each(template="moved-many", cause="reorganised", told=told, at=at)


def tell_ruling_asked(subject: str, *, at: datetime) -> None:
    """Have those told who may decide whose the subject is before a superior, and until when.

    Once for each superior before which it comes.
    """
    on = local_date(at)
    raised = custodies.open_disputes_of([subject], on).get(subject)
    if raised is not None:
        able = superiors.heads_of(raised.superior_code, on) - raised.took_sides
        until = {"decide_by": raised.decide_by} if raised.decide_by else {}
        template = "ruling-due" if until else "ruling-asked"
        place = f"-{len(raised.put_up)}" if len(raised.put_up) > 1 else ""
        _tell(subject, template, able, cause=f"dispute-{raised.id}{place}", values=until, at=at)


def tell_objection(waiting: Any, *, to: Collection[int] | None = None, at: datetime) -> None:
    """Have who may answer a citizen's objection told of it, and by when; ``to`` alone where given.

    So is who stands in for a head that is away.
    """
    able = objections.answering([waiting], at)[0] if to is None else to
    until = {"answer_by": waiting.answer_by} if waiting.answer_by else {}
    _tell(
        waiting.request.dossier.subject, OBJECTED[bool(until)], able,
        cause=cause_of_objection(waiting.pk), values=until, at=at,
    )  # fmt: skip


def cause_of_objection(objection: int) -> str:
    """Return by what it is known whether somebody was told of an objection."""
    return f"objection-{objection}"


def tell_objection_moved(
    objection: int, *, was: datetime | None, by_calendar: str, at: datetime
) -> None:
    """Have who may answer an objection told until when, where a calendar set or moved that."""
    row = objections.waiting().select_related("request__dossier").get(pk=objection)
    if was is None or row.answer_by is None:
        return tell_objection(row, at=at)
    return _tell(
        row.request.dossier.subject, "objection-moved", objections.answering([row], at)[0],
        cause=f"{cause_of_objection(objection)}-{by_calendar}",
        values={"answer_by": row.answer_by}, at=at,
    )  # fmt: skip


def tell_desk(
    subject: str, template: str, *, values: Mapping[str, Value], cause: str, by: Actor, at: datetime
) -> None:  # fmt: skip
    """Have the desk, which the citizen asks, told of what a head has signed; not of its own act.

    Source:  NĐ 61/2018 Art. 19(4) (through the desk), 19(9) (the desk is told in writing).
    """
    _tell(
        subject, template, _at_the_desk(subject, at) - {*by.persons}, cause=cause, values=values,
        at=at,
    )  # fmt: skip


def _at_the_desk(subject: str, at: datetime) -> set[int]:
    """Return who received it, else who has his post now; else who heads the desk, or its heir.

    Who takes things over for one who is away is returned in his place.
    """
    first, on = custodies.spans_of(subject)[0], local_date(at)
    received = first.holder
    serving = custodies.answering(received.post_id, on)
    stands = custodies.answering_post(received.post_id, on)
    seats = {(one, stands) for one in serving & {received.officer_id} or serving}
    away = presence.away_from(seats, at)
    present = {taker[0] for seat in seats if (taker := away.get(seat, seat))}
    return present or _heading(received.agency_code, local_date(first.started_at), on)


def _heading(code: str, bore_it_on: date, on: date) -> set[int]:
    """Return who heads an agency that bore its code on a day, or the one that answers for it."""
    stands = successors.heir_of(organisation.get_agency(code, bore_it_on).pk, on)
    return superiors.heads_of(stands.code, on) if stands else set()


def _tell(
    subject: str, template: str, officers: Iterable[int], *, cause: str,
    values: Mapping[str, Value], at: datetime,
) -> None:  # fmt: skip
    for officer in sorted(officers):
        exchange.tell(
            subject=subject, template=template, to=to_officer(officer), cause=cause,
            values=values, at=at,
        )  # fmt: skip
