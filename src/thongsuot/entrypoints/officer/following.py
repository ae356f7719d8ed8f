"""What a hand-over may be for: the next steps of the dossier's process, or the three of old."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from thongsuot.domains.catalogue import processes
from thongsuot.domains.catalogue.rules.process_checks import hops_from
from thongsuot.domains.catalogue.terms import Lane, ProcessStep
from thongsuot.domains.deadlines.terms import WorkingCalendar
from thongsuot.domains.dossiers import queries
from thongsuot.domains.dossiers.lane_posts import Places, posts_of
from thongsuot.domains.dossiers.queries import DossierView
from thongsuot.domains.dossiers.terms import Step
from thongsuot.entrypoints.officer import clocks, handing
from thongsuot.entrypoints.officer.handing import Proposal
from thongsuot.entrypoints.officer.visitors import Visitor
from thongsuot.kernel.clock import local_date


@dataclass(frozen=True, slots=True)
class NextStep:
    """One thing that a hand-over may be for; with a process, one of its steps.

    Units:  ``share_minutes`` in minutes of working time; 0 where no process gives a share.
    """

    value: str
    step: Step
    name: str
    hint: str
    process_step: str = ""
    share_minutes: int = 0
    lane: Lane | None = None


def next_steps(view: DossierView, visitor: Visitor, calendar: WorkingCalendar) -> list[NextStep]:
    """Return what the dossier may be handed over for now, what its process names first."""
    possible = handing.steps_of(view)
    found = _of_process(view, possible, clocks.minutes_of_a_day(calendar, visitor.at))
    return found or [
        NextStep(step.value, step, str(handing.STEP_NAMES[step][0]),
                 str(handing.STEP_NAMES[step][1]))
        for step in possible
    ]  # fmt: skip


def _of_process(view: DossierView, possible: Sequence[Step], day: int) -> list[NextStep]:
    if view.way is None:
        return []
    process = processes.process_by_id(view.way.version_id).process
    named = {step.value for step in possible}
    if Step.VERIFY in possible:
        named.add(Step.INTAKE.value)
    came = queries.papers_led_on(view.code, process, view.way.step)
    ahead = [
        _next(hop.step, hop.share_minutes, _("Bước tiếp theo của quy trình, {share}."), day)
        for hop in hops_from(process, view.way.step, papers_came=came)
        if hop.step.stage.value in named
    ]
    here = process.find_step(view.way.step)
    if ahead and here is not None and here.stage.value in named:
        words = _("Vẫn ở bước này, đổi người làm; bước có {share}.")
        ahead.append(_next(here, here.share_minutes, words, day))
    return ahead


def _next(step: ProcessStep, share: int, words: str, day: int) -> NextStep:
    return NextStep(
        value=step.code,
        step=Step(step.stage.value),
        name=f"{step.code}. {step.name}",
        hint=words.format(share=clocks.share_in_words(share, day)),
        process_step=step.code,
        share_minutes=share,
        lane=step.lane,
    )


def proposals(view: DossierView, chosen: NextStep, visitor: Visitor) -> list[Proposal]:
    """Return the posts that staff the step, or those of the competence table without a process."""
    if chosen.lane is None:
        return handing.proposals(view, chosen.step, visitor)
    posts = _posts_of(chosen.lane, view, visitor)
    reason = _("Vị trí làm bước {step}.").format(step=chosen.process_step)
    return handing.proposed_by_process(posts, reason, view, visitor)


def _posts_of(lane: Lane, view: DossierView, visitor: Visitor) -> list[Any]:
    return posts_of(lane, places_of(view), local_date(visitor.at))


def places_of(view: DossierView) -> Places:
    """Return where a dossier is received and settled."""
    return Places(
        view.receiving_agency_code, view.competent_agency_code or "", view.receiving_area_id
    )
