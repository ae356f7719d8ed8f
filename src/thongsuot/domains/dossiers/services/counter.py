"""At the counter: whoever has no way online brings papers, a withdrawal or an
objection to the desk.

The act is the citizen's own, and everything that follows from it is the same; the officer at the
desk enters it, and the record says that, who brought it, and by which channel.
"""

from datetime import datetime

from thongsuot.domains.dossiers import policy, rules
from thongsuot.domains.dossiers.models import CounterVisit, Dossier
from thongsuot.domains.dossiers.services.intake import check_desk
from thongsuot.domains.dossiers.terms.counter import AtCounter, Brought
from thongsuot.domains.ledger.rules import commitment
from thongsuot.domains.ledger.services import bookkeeping
from thongsuot.domains.ledger.terms import Actor, ActorKind, DetailValue
from thongsuot.kernel.clock import local_date


def check_brings(dossier: Dossier, by: Actor, at: datetime) -> None:
    """Refuse whoever is neither the citizen with the PIN nor at the desk of the dossier.

    Raises:  DossierUnknown; PinNeeded; RoleMissing; SentToAnotherDesk.
    Source:  NĐ 61/2018 Art. 16, 19(4): papers go through the desk, in person or by post.
    """
    if by.kind is ActorKind.OFFICER:
        policy.check_may_see(dossier, by, local_date(at))
        check_desk(dossier, by, local_date(at))
    else:
        policy.check_citizen(dossier, by)


@bookkeeping("the act that was brought to the counter is the entry, and says so")
def keep_visit(
    dossier: Dossier, what: AtCounter, brought: Brought | None, by: Actor, at: datetime
) -> dict[str, DetailValue]:
    """Keep who brought what an officer enters; return what the record says of it.

    Of what a citizen does himself there is nothing to keep.
    Raises:  BringerMissing.
    """
    if by.kind is not ActorKind.OFFICER:
        return {}
    said = rules.check_brought(brought)
    kept = CounterVisit.objects.create(
        dossier=dossier, what=what, bringer=said.bringer, named=said.named,
        entered_by_id=by.acting_officer, at=at,
    )  # fmt: skip
    name = {"brought_by": commitment(said.named, kept.salt)} if said.named else {}
    return {"channel": said.channel.value, "bringer": said.bringer.value, **name}
