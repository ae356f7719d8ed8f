"""Tables of the organisation, by subject."""

from thongsuot.domains.organisation.models.agencies import Agency, Competence, Post
from thongsuot.domains.organisation.models.areas import Area, AreaSuccession
from thongsuot.domains.organisation.models.logins import LogInFailure
from thongsuot.domains.organisation.models.officers import Appointment, Officer, RoleGrant

__all__ = [
    "Agency",
    "Appointment",
    "Area",
    "AreaSuccession",
    "Competence",
    "LogInFailure",
    "Officer",
    "Post",
    "RoleGrant",
]
