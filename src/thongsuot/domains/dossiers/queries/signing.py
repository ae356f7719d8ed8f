"""What the process of a dossier says to whoever asks for opinions about it, or would sign it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from thongsuot.domains.catalogue import processes
from thongsuot.domains.catalogue.rules.process_signing import still_to_ask
from thongsuot.domains.catalogue.terms import OpinionBeside
from thongsuot.domains.dossiers import process_signing
from thongsuot.domains.dossiers.models import Dossier
from thongsuot.domains.dossiers.queries.views import DossierView
from thongsuot.domains.ledger.terms import Actor
from thongsuot.kernel.clock import local_date
from thongsuot.kernel.errors import Refused


@dataclass(frozen=True, slots=True)
class Wanted:
    """Opinions that a dossier's process wants: still to ask here, and not had by the signature."""

    to_ask: tuple[OpinionBeside, ...] = ()
    missing: tuple[OpinionBeside, ...] = ()


def opinions_wanted(view: DossierView) -> Wanted:
    """Return which opinions the process of a dossier wants, for whoever may see its page."""
    if view.way is None:
        return Wanted()
    process = processes.process_by_id(view.way.version_id).process
    if not any(step.opinions for step in process.steps):
        return Wanted()
    dossier = Dossier.objects.only("code", "process_version_id", "process_step").get(code=view.code)
    asked = process_signing.asked_codes(dossier, view.opinions)
    missing = tuple(process_signing.missing_opinions(dossier))
    return Wanted(tuple(still_to_ask(process, view.way.step, asked, missing)), missing)


def signer_refused(view: DossierView, *, by: Actor, at: datetime) -> Refused | None:
    """Return why the process does not let the visitor sign, None where it does or there is none."""
    return _refused(process_signing.check_signer, view, by, at)


def signing_refused(view: DossierView, *, by: Actor, at: datetime) -> Refused | None:
    """Return why the process does not let the visitor sign now, be it for want of an opinion."""
    return _refused(process_signing.check_signing, view, by, at)


def _refused(
    check: Callable[[Dossier, Actor, date], object], view: DossierView, by: Actor, at: datetime
) -> Refused | None:
    if view.way is None:
        return None
    dossier = Dossier.objects.select_related("receiving_agency", "competent_agency")
    try:
        check(dossier.get(code=view.code), by, local_date(at))
    except Refused as refusal:
        return refusal
    return None
