"""Notices that acts owe the applicant: the request for papers, a refusal, a stop.

Source:  TT 03/2025/TT-VPCP Forms 02, 03, 05.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final, NamedTuple

from thongsuot.domains.documents.terms import (
    About,
    Ground,
    Letterhead,
    RefusalToReceivePaper,
    Signatory,
    StopNoticePaper,
    SupplementRequestPaper,
    Trace,
    Wanted,
)
from thongsuot.domains.dossiers.models import Dossier
from thongsuot.domains.dossiers.services.heads import head_of, newest_trace, trace_of
from thongsuot.domains.dossiers.terms import Act, SpokenFor
from thongsuot.domains.dossiers.wording import paper_words, recipients_with
from thongsuot.domains.ledger import queries as record
from thongsuot.domains.ledger.terms import Act as Recorded
from thongsuot.domains.ledger.terms import Actor, Behalf
from thongsuot.domains.organisation import delegations
from thongsuot.domains.organisation import queries as organisation
from thongsuot.kernel.clock import local_date

_REQUESTS: Final = frozenset({Act.GUIDE, Act.REQUEST_SUPPLEMENT})
"""Acts that name what is missing, before receipt and after."""


class _Spoken(NamedTuple):
    """Who writes, who signs, and the telephone of where he sits."""

    head: Letterhead
    signatory: Signatory
    phone: str


# --- as the act says them that is being done: signed in it, at the newest entry before its own ----


def request_by(
    by: Actor, dossier: Dossier, papers: Sequence[Mapping[str, str]], said: SpokenFor, *,
    answers: int, reply_by: datetime | None,
) -> SupplementRequestPaper:  # fmt: skip
    """Return the request for papers as ``by`` signs it; the officer ``answers`` questions to it."""
    written = _request(
        dossier, papers, said, spoken=_spoken(by, said), trace=newest_trace(dossier.subject),
        answers=answers, reply_by=reply_by,
    )  # fmt: skip
    return replace(written, is_signed=True)


def refusal_by(by: Actor, dossier: Dossier, said: SpokenFor) -> RefusalToReceivePaper:
    """Return the refusal to receive as ``by`` signs it."""
    written = _refusal(dossier, said, _spoken(by, said), newest_trace(dossier.subject))
    return replace(written, is_signed=True)


def stop_by(by: Actor, dossier: Dossier, said: SpokenFor) -> StopNoticePaper:
    """Return the notice of stopping as ``by`` signs it."""
    written = _stop(dossier, said, _spoken(by, said), newest_trace(dossier.subject))
    return replace(written, is_signed=True)


# --- as acts on record said them that made no paper yet -------------------------------------------


def supplement_request(
    dossier: Dossier, said: SpokenFor, made: int
) -> SupplementRequestPaper | None:
    """Return the request for missing papers that follows the ``made`` ones, once it was made."""
    asked = dossier.supplements.order_by("id")[made : made + 1].first()
    if asked is None:
        return None
    entry = _entry(dossier, _REQUESTS, made)
    return _request(
        dossier, asked.papers, said, spoken=_spoken(entry.actor, said), trace=trace_of(entry),
        answers=asked.drafted_by_id or asked.asked_by_id, reply_by=asked.answer_by,
    )  # fmt: skip


def refusal_to_receive(dossier: Dossier, said: SpokenFor) -> RefusalToReceivePaper | None:
    """Return the refusal of a dossier that was not received."""
    if dossier.refused_at is None:
        return None
    entry = _entry(dossier, {Act.REFUSE})
    return _refusal(dossier, said, _spoken(entry.actor, said), trace_of(entry))


def stop_notice(dossier: Dossier, said: SpokenFor) -> StopNoticePaper | None:
    """Return the notice that a dossier was stopped."""
    if dossier.stopped_at is None:
        return None
    entry = _entry(dossier, {Act.STOP})
    return _stop(dossier, said, _spoken(entry.actor, said), trace_of(entry))


def _request(
    dossier: Dossier, papers: Sequence[Mapping[str, str]], said: SpokenFor, *, spoken: _Spoken,
    trace: Trace | None, answers: int, reply_by: datetime | None,
) -> SupplementRequestPaper:  # fmt: skip
    contact = organisation.get_officer(answers)
    return SupplementRequestPaper(
        letterhead=spoken.head,
        about=_about(dossier, said),
        wanted=tuple(Wanted(name=p["name"], problem=p["problem"]) for p in papers),
        contact_name=contact.full_name,
        contact_phone=contact.phone or spoken.phone,
        signatory=spoken.signatory,
        track_url=said.track_url,
        recipients=_told_of_request(dossier),
        record=trace,
        reply_by=local_date(reply_by) if reply_by else None,
    )


def _told_of_request(dossier: Dossier) -> tuple[str, ...]:
    """Return who gets the request; the desk, too, where it is not the desk's own."""
    if dossier.received_at is None:
        return paper_words().recipients
    return recipients_with(dossier.receiving_agency.name)


def _refusal(
    dossier: Dossier, said: SpokenFor, spoken: _Spoken, trace: Trace | None
) -> RefusalToReceivePaper:
    ending = dossier.ending
    return RefusalToReceivePaper(
        letterhead=spoken.head,
        about=_about(dossier, said),
        grounds=(Ground(ending.reason, ending.legal_basis),),
        signatory=spoken.signatory,
        hotline=said.hotline,
        track_url=said.track_url,
        recipients=paper_words().recipients,
        record=trace,
    )


def _stop(
    dossier: Dossier, said: SpokenFor, spoken: _Spoken, trace: Trace | None
) -> StopNoticePaper:
    ending = dossier.ending
    return StopNoticePaper(
        letterhead=spoken.head,
        about=_about(dossier, said),
        grounds=(Ground(ending.reason, ending.legal_basis),),
        signatory=spoken.signatory,
        track_url=said.track_url,
        recipients=paper_words().recipients,
        record=trace,
    )


def _about(dossier: Dossier, said: SpokenFor) -> About:
    return About(
        code=dossier.code,
        applicant=said.applicant,
        procedure_code=dossier.procedure_code,
        procedure_name=dossier.version.name,
    )


def _entry(dossier: Dossier, what: Collection[str], place: int = -1) -> Recorded:
    return [act for act in record.acts_of(dossier.subject) if act.act in what][place]


def _spoken(by: Actor, said: SpokenFor) -> _Spoken:
    """Return who writes, who signs, and at which telephone of the signer's agency one asks."""
    posts = organisation.posts_by_id([by.acting_post, by.place or by.acting_post])
    post, spoken_for = posts[by.acting_post], posts[by.place or by.acting_post]
    officer = organisation.get_officer(by.acting_officer)
    return _Spoken(
        head=head_of(spoken_for.agency),
        signatory=Signatory(
            title=post.title, name=officer.full_name, on_behalf=in_whose_stead(by.on_behalf_of)
        ),
        phone=post.agency.phone or said.hotline,
    )


def in_whose_stead(behalf: Behalf | None) -> str:
    """Return the line above the signer's title, e.g. "KT. Chủ tịch"; empty for one's own.

    Source:  NĐ 30/2020, Phụ lục I; the words are data of the organisation room.
    """
    if behalf is None:
        return ""
    granted = delegations.delegation(behalf.delegation_id)
    return f"{granted.form.abbreviation} {granted.from_title}"
