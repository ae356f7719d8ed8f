"""Which steps of its process a dossier was in, and was offered to: read from its hops."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from thongsuot.domains.catalogue import processes
from thongsuot.domains.catalogue.rules.process_signing import outcome_of_papers
from thongsuot.domains.catalogue.terms import Process
from thongsuot.domains.custody.terms import TAKEN_OVER, OfferTerms
from thongsuot.domains.dossiers.models import ProcessHop, ProcessSupplement
from thongsuot.domains.dossiers.queries.views import DossierView


@dataclass(frozen=True, slots=True)
class StepNames:
    """The steps as people call them: of the spans by their beginning, of the offers by their id.

    ``first`` is the step of the spans before any hop; '' where no process says one.
    """

    first: str = ""
    spans: Mapping[datetime, str] = field(default_factory=dict)
    offers: Mapping[int, str] = field(default_factory=dict)


def step_names(view: DossierView) -> StepNames:
    """Return what the steps were called in the versions that the dossier followed at the time."""
    if view.way is None:
        return StepNames()
    hops = ProcessHop.objects.filter(dossier__code=view.code).order_by("at", "pk")
    rows = list(hops.values_list("offer_id", "version_id", "from_step", "step"))
    offers = {offer: _name(version, step) for offer, version, _before, step in rows}
    first = _name(*rows[0][1:3]) if rows else _name(view.way.version_id, view.way.step)
    return StepNames(first, _begun(view.offers, offers), offers)


def papers_led_on(code: str, process: Process, here: str) -> bool:
    """Return whether papers came that lead on from ``here``, where the dossier still is."""
    if outcome_of_papers(process, here) is None:
        return False
    return ProcessSupplement.objects.filter(dossier__code=code, left_at=None).exists()


def _begun(offers: list[OfferTerms], names: Mapping[int, str]) -> dict[datetime, str]:
    taken = (one for one in offers if one.answer in TAKEN_OVER and one.id in names)
    return {one.answered_at: names[one.id] for one in taken if one.answered_at}


def _name(version_id: int, step: str) -> str:
    found = processes.process_by_id(version_id).process.find_step(step)
    return f"{found.code}. {found.name}" if found else ""
