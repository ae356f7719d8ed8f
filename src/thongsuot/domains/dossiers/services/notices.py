"""Notices that acts owe the applicant: the request for papers, a refusal, a stop.

Source:  TT 03/2025/TT-VPCP Forms 02, 03, 05.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Final

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
from thongsuot.domains.dossiers.wording import paper_words
from thongsuot.domains.ledger import queries as record
from thongsuot.domains.ledger.terms import Actor, Behalf
from thongsuot.domains.organisation import delegations
from thongsuot.domains.organisation import queries as organisation
from thongsuot.kernel.clock import local_date

_REQUESTS: Final = frozenset({Act.GUIDE, Act.REQUEST_SUPPLEMENT})
"""Acts that name what is missing, before receipt and after."""


def supplement_request(
    dossier: Dossier, said: SpokenFor, made: int
) -> SupplementRequestPaper | None:
    """Return the request for missing papers that follows the ``made`` ones, once it was made."""
    asked = dossier.supplements.order_by("id")[made : made + 1].first()
    if asked is None:
        return None
    head, signatory, phone, trace = _asked_by(dossier, _REQUESTS, said, made)
    contact = organisation.get_officer(asked.drafted_by_id or asked.asked_by_id)
    return SupplementRequestPaper(
        letterhead=head,
        about=_about(dossier, said),
        wanted=tuple(Wanted(name=p["name"], problem=p["problem"]) for p in asked.papers),
        contact_name=contact.full_name,
        contact_phone=contact.phone or phone,
        signatory=signatory,
        track_url=said.track_url,
        recipients=paper_words().recipients,
        record=trace,
        reply_by=local_date(asked.answer_by) if asked.answer_by else None,
    )


def request_as_drafted(
    dossier: Dossier, papers: Sequence[Mapping[str, str]], said: SpokenFor, *, by: Actor,
    drafted_by: int, answer_by: datetime | None,
) -> SupplementRequestPaper:  # fmt: skip
    """Return the drafted request as ``by`` would sign it; its act is not on record yet."""
    posts = organisation.posts_by_id([by.acting_post, by.place or 0])
    officer = organisation.get_officer(by.acting_officer)
    contact = organisation.get_officer(drafted_by)
    agency = posts[by.place or 0].agency
    return SupplementRequestPaper(
        letterhead=head_of(agency),
        about=_about(dossier, said),
        wanted=tuple(Wanted(name=p["name"], problem=p["problem"]) for p in papers),
        contact_name=contact.full_name,
        contact_phone=contact.phone or agency.phone or said.hotline,
        signatory=Signatory(
            title=posts[by.acting_post].title, name=officer.full_name,
            on_behalf=in_whose_stead(by.on_behalf_of),
        ),
        track_url=said.track_url,
        recipients=paper_words().recipients,
        record=newest_trace(dossier.subject),
        reply_by=local_date(answer_by) if answer_by else None,
    )  # fmt: skip


def refusal_to_receive(dossier: Dossier, said: SpokenFor) -> RefusalToReceivePaper | None:
    """Return the refusal of a dossier that was not received."""
    if dossier.refused_at is None:
        return None
    head, signatory, _phone, trace = _asked_by(dossier, {Act.REFUSE}, said)
    ending = dossier.ending
    return RefusalToReceivePaper(
        letterhead=head,
        about=_about(dossier, said),
        grounds=(Ground(ending.reason, ending.legal_basis),),
        signatory=signatory,
        hotline=said.hotline,
        track_url=said.track_url,
        recipients=paper_words().recipients,
        record=trace,
    )


def stop_notice(dossier: Dossier, said: SpokenFor) -> StopNoticePaper | None:
    """Return the notice that a dossier was stopped."""
    if dossier.stopped_at is None:
        return None
    head, signatory, _phone, trace = _asked_by(dossier, {Act.STOP}, said)
    ending = dossier.ending
    return StopNoticePaper(
        letterhead=head,
        about=_about(dossier, said),
        grounds=(Ground(ending.reason, ending.legal_basis),),
        signatory=signatory,
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


def _asked_by(
    dossier: Dossier, what: Collection[str], said: SpokenFor, place: int = -1
) -> tuple[Letterhead, Signatory, str, Trace]:
    """Return who did the act and the telephone of where, and at which place the record has it."""
    entry = [act for act in record.acts_of(dossier.subject) if act.act in what][place]
    spoken_for = entry.actor.place or entry.actor.acting_post
    posts = organisation.posts_by_id([entry.actor.acting_post, spoken_for])
    post = posts[entry.actor.acting_post]
    officer = organisation.get_officer(entry.actor.acting_officer)
    agency = posts[spoken_for].agency
    head = head_of(agency)
    phone = post.agency.phone or said.hotline
    said_for = in_whose_stead(entry.actor.on_behalf_of)
    signatory = Signatory(title=post.title, name=officer.full_name, on_behalf=said_for)
    return head, signatory, phone, trace_of(entry)


def in_whose_stead(behalf: Behalf | None) -> str:
    """Return the line above the signer's title, e.g. "KT. Chủ tịch"; empty for one's own.

    Source:  NĐ 30/2020, Phụ lục I; the words are data of the organisation room.
    """
    if behalf is None:
        return ""
    granted = delegations.delegation(behalf.delegation_id)
    return f"{granted.form.abbreviation} {granted.from_title}"
