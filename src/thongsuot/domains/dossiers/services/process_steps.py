"""The way of a dossier through its process: bound at receipt, step by step at hand-overs."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from thongsuot.domains.catalogue import processes
from thongsuot.domains.catalogue.rules.process_checks import hops_from
from thongsuot.domains.catalogue.rules.process_policy import outcome_outside
from thongsuot.domains.catalogue.terms import (
    Lane,
    Outside,
    Process,
    ProcessStep,
    Seat,
    StepNotInProcess,
)
from thongsuot.domains.dossiers import policy
from thongsuot.domains.dossiers.models import Dossier, ProcessHop
from thongsuot.domains.dossiers.terms import Step
from thongsuot.domains.ledger.terms import DetailValue
from thongsuot.domains.organisation import queries as organisation


@dataclass(frozen=True, slots=True)
class PlannedHop:
    """To which step a hand-over leads, and whether that leaves the process."""

    version_id: int
    from_step: str
    step: str
    outside: bool
    needs_reason: bool

    def as_detail(self) -> dict[str, DetailValue]:
        """Return what the record says of it."""
        return {"process_step": self.step, "outside_process": self.outside}


def bind(dossier: Dossier, competent: str, on: date) -> dict[str, DetailValue]:
    """Let a dossier follow the process that holds on the day of its receipt, if there is one."""
    found = processes.process_in_force(
        dossier.procedure_code, lambda: str(organisation.get_agency(competent, on).level), on
    )
    if found is None:
        return {}
    dossier.process_version_id = found.version_id
    dossier.process_step = found.process.start.code
    return {"process": found.name}


def plan_hop(dossier: Dossier, step: Step, named: str, to_post: int, on: date) -> PlannedHop | None:
    """Return where a hand-over leads in the dossier's process; None without a process.

    Raises:  StepNotInProcess when the policy of the day refuses what leaves the process.
    Source:  one-stop reference section 11, line 6.
    """
    if dossier.process_version_id is None:
        return None
    process = processes.process_by_id(dossier.process_version_id).process
    target, follows = _target(process, dossier.process_step, step, named)
    staffed = target is not None and _is_of(target.lane, dossier, to_post, on)
    then = outcome_outside(processes.outside_policy(on), follows=follows, staffed=staffed)
    if then is Outside.REFUSE:
        raise StepNotInProcess(
            "the process does not lead there", step=dossier.process_step,
            next=target.code if target else named or step.value,
        )  # fmt: skip
    return PlannedHop(
        version_id=dossier.process_version_id,
        from_step=dossier.process_step,
        step=target.code if target else dossier.process_step,
        outside=not (follows and staffed),
        needs_reason=then is Outside.REASON,
    )


def _target(process: Process, here: str, step: Step, named: str) -> tuple[ProcessStep | None, bool]:
    """Return the step meant, and whether it follows: to stay in the same step is to follow."""
    hops = [hop.step for hop in hops_from(process, here)]
    now = process.find_step(here)
    following = [*hops, *([now] if now else [])]
    if named:
        chosen = process.find_step(named)
        is_kind = chosen is not None and chosen.stage.value == step.value
        return chosen, is_kind and chosen in following
    meant = next((one for one in following if one.stage.value == step.value), None)
    if meant is not None:
        return meant, True
    anywhere = (one for one in process.steps if one.stage.value == step.value)
    return next(anywhere, None), False


def _is_of(lane: Lane, dossier: Dossier, to_post: int, on: date) -> bool:
    """Whether a post is one that the lane means for this dossier."""
    post: Any = organisation.posts_by_id([to_post]).get(to_post)
    if post is None or post.kind != lane.post.value:
        return False
    if lane.seat is Seat.DESK:
        return post.agency_id == dossier.receiving_agency_id or _stands_for(dossier, post, on)
    if lane.seat is Seat.KIND:
        return lane.agency_kind is not None and post.agency.kind == lane.agency_kind.value
    return post.agency_id == dossier.competent_agency_id or policy.is_competent(
        dossier, post.agency.code, on
    )


def _stands_for(dossier: Dossier, post: Any, on: date) -> bool:
    """Whether the post is of a desk where the dossier's own desk was, which has ended."""
    if not post.agency.is_desk or dossier.receiving_agency.holds(on):
        return False
    near = organisation.lineage(dossier.receiving_agency.area_id, on)
    return bool(post.agency.area_id == near[0])


def keep_hop(dossier: Dossier, hop: PlannedHop | None, offer_id: int, at: datetime) -> None:
    """Keep to which step an offer leads, if any; its acceptance takes the dossier there."""
    if hop is None:
        return
    ProcessHop.objects.create(
        dossier=dossier, offer_id=offer_id, version_id=hop.version_id, from_step=hop.from_step,
        step=hop.step, outside=hop.outside, at=at,
    )  # fmt: skip


def arrive(dossier: Dossier, offer_id: int) -> None:
    """Let the dossier be at the step to which the accepted offer leads."""
    if dossier.process_version_id is None:
        return
    step = ProcessHop.objects.filter(offer_id=offer_id).values_list("step", flat=True).first()
    process = processes.process_by_id(dossier.process_version_id).process
    if step is not None and process.find_step(step) is not None:
        dossier.process_step = step
