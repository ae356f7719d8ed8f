"""Linked procedures: what other agencies do as their parts goes to all of them at once.

One submission, one holder: the lead's. Each part is beside the way, with its own agency and limit,
and stays owed until it is done; nothing is signed without it.
"""

from datetime import date, datetime
from typing import Any

from django.db import transaction

from thongsuot.domains.catalogue import processes
from thongsuot.domains.catalogue.rules.process_parts import part_words
from thongsuot.domains.catalogue.terms import PART_WORKERS, OpinionBeside
from thongsuot.domains.custody import queries as custodies
from thongsuot.domains.custody import services as custody
from thongsuot.domains.dossiers import process_signing
from thongsuot.domains.dossiers.lane_posts import posts_of_kind
from thongsuot.domains.dossiers.models import Dossier
from thongsuot.domains.dossiers.services import telling_officers
from thongsuot.domains.ledger.services import bookkeeping
from thongsuot.domains.ledger.terms import Actor
from thongsuot.domains.organisation import presence
from thongsuot.domains.organisation import queries as organisation
from thongsuot.domains.organisation.terms.delegations import DelegatedAct
from thongsuot.kernel.clock import local_date
from thongsuot.kernel.errors import Refused


@bookkeeping("each part that it sends is an act of custody with its own entry")
def send_parts(dossier: Dossier, *, at: datetime) -> int:
    """Send every part that the process links to this step to its agency; return how many went.

    So are those that an earlier step left unsent or that were taken back. The system sends them,
    in the transaction in which somebody, or silence, took the dossier over. A part that no post
    can take, or whose time no calendar counts, stays with the holder to send: his page says so,
    and nobody is kept from taking over by it.
    Source:  NĐ 61/2018 Art. 19(6)(b): to all at once, with the work and the limit of each.
    """
    parts = _unsent(dossier, local_date(at))
    return sum(_sent(dossier, one, at) for one in parts)


def _unsent(dossier: Dossier, on: date) -> list[OpinionBeside]:
    if dossier.process_version_id is None or dossier.decided_at is not None:
        return []
    process = processes.process_by_id(dossier.process_version_id).process
    bases = {one.basis for step in process.steps for one in step.opinions}
    owed = bases & custodies.owed_bases(on) if bases else bases
    parts = (
        [o for o in process_signing.missing_opinions(dossier) if o.basis in owed] if owed else []
    )
    if not parts:
        return []
    asked = process_signing.asked_codes(dossier, custodies.opinions_of(dossier.subject))
    return [one for one in parts if one.code not in asked]


def _sent(dossier: Dossier, one: OpinionBeside, at: datetime) -> bool:
    """Return whether a part went to somebody."""
    process = processes.process_by_id(dossier.process_version_id or 0)
    post = _worker(dossier, one, at)
    if post is None:
        return False
    try:
        with transaction.atomic():
            asked = custody.ask_opinion(
                subject=dossier.subject, procedure=dossier.procedure_code, to_post=post.pk,
                question=part_words(process.process, one), basis=one.basis,
                limit_minutes=one.limit_minutes, said={"process_opinion": one.code},
                by=Actor.system(), at=at,
            )  # fmt: skip
    except Refused:
        return False
    process_signing.keep_opinion(dossier, one, asked.pk)
    telling_officers.tell_asked(asked, at=at)
    return True


def _worker(dossier: Dossier, one: OpinionBeside, at: datetime) -> Any:
    """Return the post that does a part in the nearest agency of its kind; None without any.

    One from which all are away is none, unless somebody stands in who may answer.

    Two parts of one agency go to two of its posts: one is asked one thing at a time.
    """
    area = organisation.desk_by_id(dossier.receiving_agency_id).areas[0]
    near = posts_of_kind(one.agency_kind, None, area, local_date(at))
    places = {kind.value: place for place, kind in enumerate(PART_WORKERS)}
    held = custodies.holder_of(dossier.subject)
    own = held.holder.agency_code if held else ""
    busy = {a.to_post_id for a in custodies.opinions_of(dossier.subject) if a.is_open}
    able = [
        post
        for post in near
        if post.kind in places and post.pk not in busy and post.agency.code != own
    ]
    manned = presence.takers(able, at, act=DelegatedAct.HANDLE)
    fit = (post for post in able if post.pk in manned)
    return min(fit, key=lambda post: (places[post.kind], post.pk), default=None)
