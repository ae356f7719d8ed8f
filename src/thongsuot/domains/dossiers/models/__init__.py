"""Tables of the room; instants are written once, by the database's own refusal."""

from thongsuot.domains.dossiers.models.counter import (
    CounterVisit,
)
from thongsuot.domains.dossiers.models.dossier import (
    CODE_BACKWARDS,
    CodeCounter,
    Decision,
    Dossier,
    Draft,
    Ending,
    Obligation,
)
from thongsuot.domains.dossiers.models.drafts import (
    SupplementDraft,
    TurnedDraft,
)
from thongsuot.domains.dossiers.models.due_dates import (
    DueDateSet,
)
from thongsuot.domains.dossiers.models.lookups import (
    LookupFailure,
    NetworkHour,
)
from thongsuot.domains.dossiers.models.moves import (
    AgencyMove,
    Forwarding,
    ProcessHop,
    ProcessOpinion,
    ProcessSupplement,
    ProcessTimer,
)
from thongsuot.domains.dossiers.models.objections import (
    Objection,
)
from thongsuot.domains.dossiers.models.recounts import (
    Recount,
    RecountKept,
)
from thongsuot.domains.dossiers.models.requests import (
    SupplementRequest,
)

__all__ = [
    "CODE_BACKWARDS",
    "AgencyMove",
    "CodeCounter",
    "CounterVisit",
    "Decision",
    "Dossier",
    "Draft",
    "DueDateSet",
    "Ending",
    "Forwarding",
    "LookupFailure",
    "NetworkHour",
    "Objection",
    "Obligation",
    "ProcessHop",
    "ProcessOpinion",
    "ProcessSupplement",
    "ProcessTimer",
    "Recount",
    "RecountKept",
    "SupplementDraft",
    "SupplementRequest",
    "TurnedDraft",
]
