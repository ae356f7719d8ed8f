"""What a process says that papers bring about which the citizen was asked for, once they came."""

from dataclasses import dataclass
from datetime import datetime

from thongsuot.domains.catalogue import processes
from thongsuot.domains.catalogue.rules.process_signing import outcome_of_papers
from thongsuot.domains.catalogue.terms import ProcessStep, StepOutcome
from thongsuot.domains.dossiers.models import Dossier, ProcessSupplement, SupplementRequest
from thongsuot.domains.dossiers.services import process_timers
from thongsuot.domains.dossiers.services.handover import touch
from thongsuot.domains.dossiers.services.process_onward import lacks_papers, offer_on
from thongsuot.domains.ledger.terms import DetailValue
from thongsuot.kernel.errors import Refused


@dataclass(frozen=True, slots=True)
class Onward:
    """Where papers that came lead; ``is_there``: the same people go on, the dossier is there."""

    request_id: int
    outcome: StepOutcome
    target: ProcessStep
    is_there: bool

    def as_detail(self) -> dict[str, DetailValue]:
        """Return what the record of the answer says of it."""
        return {"outcome": self.outcome.code, "process_step": self.target.code}


def take_up(dossier: Dossier, asked: SupplementRequest, at: datetime) -> Onward | None:
    """Keep that papers came which lead from the dossier's step to another one; None where not so.

    Where the same people do that step, the dossier is there at once, unless this one still owes
    a paper. From then on the holder may hand it over to where they lead as well.
    """
    if dossier.process_version_id is None:
        return None
    found, here = processes.process_by_id(dossier.process_version_id), dossier.process_step
    outcome = outcome_of_papers(found.process, here)
    target = found.process.find_step(outcome.next) if outcome else None
    if outcome is None or target is None or target.code == here:
        return None
    ProcessSupplement.objects.create(
        dossier=dossier, request=asked, version_id=found.version_id, step=here,
        outcome=outcome.code, came_at=at,
    )  # fmt: skip
    now = found.process.find_step(here)
    is_there = bool(now and now.lane.key == target.lane.key) and not lacks_papers(dossier, target)
    if is_there:
        dossier.process_step = target.code
        process_timers.change(dossier, found, at)
    return Onward(asked.pk, outcome, target, is_there)


def hand_on(dossier: Dossier, onward: Onward | None, *, why: str, at: datetime) -> None:
    """Offer the dossier to whoever does the step that papers lead to, in the holder's place.

    He holds on until they accept. Where that cannot be (a superior decides, nobody serves the
    post, a paper is owed), he hands it over himself: the citizen's answer stands either way.
    """
    if onward is None or onward.is_there or lacks_papers(dossier, onward.target):
        return
    try:
        offer_on(
            dossier, onward.target, {"supplement": onward.outcome.code}, why=why, at=at,
            key=f"supplied:{onward.request_id}",
        )  # fmt: skip
    except Refused:
        return
    touch(dossier, at=at)
