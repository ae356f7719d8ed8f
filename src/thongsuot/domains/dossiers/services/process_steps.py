"""The way of a dossier through its process: bound at receipt, step by step at hand-overs."""

from dataclasses import dataclass
from datetime import date, datetime

from thongsuot.domains.catalogue import processes
from thongsuot.domains.catalogue.rules.process_checks import hops_from
from thongsuot.domains.catalogue.rules.process_policy import outcome_outside
from thongsuot.domains.catalogue.rules.process_signing import papers_owed, papers_to_draft
from thongsuot.domains.catalogue.terms import (
    Outside,
    PaperNotMade,
    Process,
    ProcessStep,
    SignerNotOfStep,
    StepNotInProcess,
    Work,
)
from thongsuot.domains.dossiers.lane_posts import is_of
from thongsuot.domains.dossiers.models import Decision, Dossier, ProcessHop
from thongsuot.domains.dossiers.queries.turned import without_turned
from thongsuot.domains.dossiers.queries.way import papers_led_on
from thongsuot.domains.dossiers.services import process_timers
from thongsuot.domains.dossiers.terms import Step
from thongsuot.domains.dossiers.terms.drafts import DraftKind
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
    papers_missing: int = 0

    def as_detail(self) -> dict[str, DetailValue]:
        """Return what the record says of it."""
        said: dict[str, DetailValue] = {
            "process_step": self.step, "outside_process": self.outside,
        }  # fmt: skip
        return said | ({"without_papers": self.papers_missing} if self.papers_missing else {})


def bind(dossier: Dossier, competent: str, on: date, at: datetime) -> dict[str, DetailValue]:
    """Let a dossier follow the process that holds on the day of its receipt, if there is one."""
    found = processes.process_in_force(
        dossier.procedure_code, lambda: str(organisation.get_agency(competent, on).level), on
    )
    if found is None:
        return {}
    dossier.process_version_id = found.version_id
    dossier.process_step = found.process.start.code
    process_timers.start(dossier, found, at)
    return {"process": found.name}


def plan_hop(dossier: Dossier, step: Step, named: str, to_post: int, on: date) -> PlannedHop | None:
    """Return where a hand-over leads in the dossier's process; None without a process.

    Raises:  StepNotInProcess, or SignerNotOfStep for a step that signs, when the policy of the
             day refuses what leaves the process; PaperNotMade.
    Source:  docs/law/processes.md, "What a process binds to".
    """
    if dossier.process_version_id is None:
        return None
    process = processes.process_by_id(dossier.process_version_id).process
    came = papers_led_on(dossier.code, process, dossier.process_step)
    target, follows = _target(process, dossier.process_step, step, named, papers_came=came)
    staffed = target is not None and is_of(target.lane, dossier, to_post, on)
    signs = target is not None and target.work is Work.SIGN
    then = outcome_outside(
        processes.outside_policy(on), follows=follows, staffed=staffed, signs=signs
    )
    if then is Outside.REFUSE and follows and signs and target is not None:
        raise SignerNotOfStep(
            "the process names another post to sign", step=target.code, post=target.lane.post.value
        )
    if then is Outside.REFUSE:
        raise StepNotInProcess(
            "the process does not lead there", step=dossier.process_step,
            next=target.code if target else named or step.value,
        )  # fmt: skip
    if target is not None:
        check_papers(dossier, process, target.code)
    return PlannedHop(
        version_id=dossier.process_version_id,
        from_step=dossier.process_step,
        step=target.code if target else dossier.process_step,
        outside=not (follows and staffed),
        needs_reason=then is Outside.REASON,
        papers_missing=_papers_missing(dossier, process, target),
    )


def check_papers(dossier: Dossier, process: Process, target: str) -> None:
    """Refuse to go on to a later step without what this one must make.  Raises: PaperNotMade."""
    owed = papers_owed(process, dossier.process_step, target)
    if owed and not _has_draft(dossier):
        raise PaperNotMade(
            "the step must make a paper first", step=dossier.process_step, papers=", ".join(owed)
        )


def _papers_missing(dossier: Dossier, process: Process, target: ProcessStep | None) -> int:
    """Return how many papers a step was to draft and that leave it undrafted."""
    here = dossier.process_step
    papers = papers_to_draft(process, here) if target and target.code != here else []
    if not papers or _has_draft(dossier):
        return 0
    return len(papers)


def _has_draft(dossier: Dossier) -> bool:
    """Return whether a decision is drafted, and not taken or sent back since."""
    drafted = Decision.objects.filter(dossier=dossier)
    return without_turned(drafted, DraftKind.DECISION).exists()


def _target(
    process: Process, here: str, step: Step, named: str, *, papers_came: bool
) -> tuple[ProcessStep | None, bool]:
    """Return the step meant, and whether it follows: to stay in the same step is to follow."""
    hops = [hop.step for hop in hops_from(process, here, papers_came=papers_came)]
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


def keep_hop(dossier: Dossier, hop: PlannedHop | None, offer_id: int, at: datetime) -> None:
    """Keep to which step an offer leads, if any; its acceptance takes the dossier there."""
    if hop is None:
        return
    ProcessHop.objects.create(
        dossier=dossier, offer_id=offer_id, version_id=hop.version_id, from_step=hop.from_step,
        step=hop.step, outside=hop.outside, at=at,
    )  # fmt: skip


def arrive(dossier: Dossier, offer_id: int, at: datetime) -> None:
    """Let the dossier be at the step to which the accepted offer leads."""
    if dossier.process_version_id is None:
        return
    step = ProcessHop.objects.filter(offer_id=offer_id).values_list("step", flat=True).first()
    found = processes.process_by_id(dossier.process_version_id)
    if step is not None and found.process.find_step(step) is not None:
        came_from, dossier.process_step = dossier.process_step, step
        if step != came_from:
            process_timers.change(dossier, found, at)
