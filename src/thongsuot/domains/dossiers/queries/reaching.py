"""Where the applicant of a dossier is reached, for whoever delivers messages."""

from thongsuot.domains.dossiers.models import Dossier
from thongsuot.domains.exchange.terms import Recipient, to_applicant
from thongsuot.domains.people import queries as people


def recipient(to: str) -> Recipient | None:
    """Return where somebody is reached whom a message names; nothing for whom nobody knows.

    An officer is reached only where he said so: the telephone on his door is the office's.
    """
    code = to.removeprefix(to_applicant(""))
    if code == to:
        return None
    applicant = Dossier.objects.filter(code=code).values_list("applicant_id", flat=True).first()
    if applicant is None:
        return None
    phone, email = people.ways_to_reach(applicant)
    return Recipient(email=email, phone=phone)
