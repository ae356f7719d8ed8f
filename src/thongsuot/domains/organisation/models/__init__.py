"""Tables of the organisation, by subject."""

from thongsuot.domains.organisation.models.agencies import Agency, Competence, Post
from thongsuot.domains.organisation.models.areas import Area, AreaSuccession
from thongsuot.domains.organisation.models.delegations import Absence, Delegation
from thongsuot.domains.organisation.models.logins import LogInFailure
from thongsuot.domains.organisation.models.officers import Appointment, Officer, RoleGrant
from thongsuot.domains.organisation.models.reorganisations import (
    AgencySuccession,
    FormerAgency,
    Reorganisation,
)

__all__ = [
    "Absence",
    "Agency",
    "AgencySuccession",
    "Appointment",
    "Area",
    "AreaSuccession",
    "Competence",
    "Delegation",
    "FormerAgency",
    "LogInFailure",
    "Officer",
    "Post",
    "Reorganisation",
    "RoleGrant",
]
