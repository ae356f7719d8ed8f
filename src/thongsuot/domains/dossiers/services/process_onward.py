"""What a process hands on by itself, in the holder's place: he holds on until one accepts."""

from collections.abc import Collection, Mapping
from datetime import datetime

from django.db import transaction

from thongsuot.domains.catalogue import processes
from thongsuot.domains.catalogue.terms import PaperNotMade, ProcessStep
from thongsuot.domains.custody import queries as custodies
from thongsuot.domains.custody import services as custody
from thongsuot.domains.custody.terms import NobodyOnPost
from thongsuot.domains.dossiers.lane_posts import Places, posts_of
from thongsuot.domains.dossiers.models import Dossier
from thongsuot.domains.dossiers.services.handover import check_step, overruns
from thongsuot.domains.dossiers.services.process_steps import PlannedHop, check_papers, keep_hop
from thongsuot.domains.dossiers.terms import Step
from thongsuot.domains.ledger.terms import Actor, DetailValue
from thongsuot.domains.organisation import presence
from thongsuot.domains.organisation import queries as organisation
from thongsuot.kernel.clock import local_date


def lacks_papers(dossier: Dossier, target: ProcessStep) -> bool:
    """Whether the step may not be left yet, by the process no more than by its holder."""
    process = processes.process_by_id(dossier.process_version_id or 0).process
    try:
        check_papers(dossier, process, target.code)
    except PaperNotMade:
        return True
    return False


@transaction.atomic
def offer_on(
    dossier: Dossier, target: ProcessStep, said: Mapping[str, DetailValue],
    *, why: str, at: datetime, key: str,
) -> None:  # fmt: skip
    """Offer it to the post of the step that holds least.

    ``said`` is what the record says of why; ``why`` is what the post reads.
    Raises:  CustodyError; DossierError; CalendarGap.
    """
    step = Step(target.stage.value)
    check_step(dossier, step)
    hop = PlannedHop(
        dossier.process_version_id or 0, dossier.process_step, target.code,
        outside=False, needs_reason=False,
    )  # fmt: skip
    made = custody.offer(
        subject=dossier.subject, to_post=_receiver(dossier, target, at), step=step,
        limit_minutes=target.share_minutes, overruns=overruns(dossier, at, target.share_minutes),
        why=why, by=Actor.system(), at=at, key=key, contestable=False,
        said={**hop.as_detail(), **said},
    )  # fmt: skip
    keep_hop(dossier, hop, made.pk, at)


def _receiver(dossier: Dossier, target: ProcessStep, at: datetime) -> int:
    """Return the post of the step whose officers at work, or their stand-ins, hold least.

    Raises:  NobodyOnPost.
    """
    competent = dossier.competent_agency
    places = Places(
        dossier.receiving_agency.code,
        competent.code if competent else "",
        organisation.desk_by_id(dossier.receiving_agency_id).areas[0],
    )
    held = custodies.holder_of(dossier.subject)
    posts = [
        post
        for post in posts_of(target.lane, places, local_date(at))
        if held is None or post.pk != held.holder.post_id
    ]
    takers = presence.takers(posts, at)
    if not takers:
        raise NobodyOnPost("nobody serves the post of the next step")
    loads = custodies.held_counts({officer for some in takers.values() for officer in some})
    return min(takers, key=lambda post: (_load(takers[post], loads), post))


def _load(officers: Collection[int], loads: Mapping[int, int]) -> int:
    return min(loads.get(officer, 0) for officer in officers)
