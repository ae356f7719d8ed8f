"""Acts on the organisation: each one transaction and one entry in the record."""

from thongsuot.domains.organisation.services.absences import end_absence, note_absence
from thongsuot.domains.organisation.services.areas import (
    add_areas,
    import_areas,
    settle_succession,
)
from thongsuot.domains.organisation.services.delegations import (
    end_delegation,
    grant_delegation,
)
from thongsuot.domains.organisation.services.logins import (
    authenticate,
    forget_log_in_failures,
)
from thongsuot.domains.organisation.services.officers import (
    disable_account,
    enable_account,
    end_appointment,
    issue_token,
    revoke_tokens,
    set_password,
)
from thongsuot.domains.organisation.services.plan import import_plan
from thongsuot.domains.organisation.services.precedents import add_precedent
from thongsuot.domains.organisation.services.reorganisation import reorganise

__all__ = [
    "add_areas",
    "add_precedent",
    "authenticate",
    "disable_account",
    "enable_account",
    "end_absence",
    "end_appointment",
    "end_delegation",
    "forget_log_in_failures",
    "grant_delegation",
    "import_areas",
    "import_plan",
    "issue_token",
    "note_absence",
    "reorganise",
    "revoke_tokens",
    "set_password",
    "settle_succession",
]
