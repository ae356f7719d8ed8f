"""Who may read and close a register, and who may replace the template of a form."""

from datetime import date

from thongsuot.domains.documents.terms import RegisterNotYours, TemplateNotYours
from thongsuot.domains.ledger.terms import Actor, ActorKind
from thongsuot.domains.organisation import queries as organisation
from thongsuot.domains.organisation import superiors
from thongsuot.domains.organisation.terms import Role, RoleMissing


def check_may_close(agency_code: str, by: Actor, on: date) -> None:
    """Refuse whoever does not head the agency of the register.  Raises: RegisterNotYours.

    Source:  NĐ 61/2018 Art. 9(1): the head of the desk answers for the whole desk.
    """
    if by.kind is ActorKind.SYSTEM or superiors.heads_all(by, [agency_code], on):
        return
    raise RegisterNotYours("a register is closed by who heads the desk", agency=by.agency)


def check_may_read(agency_code: str, by: Actor, on: date) -> None:
    """Refuse whoever is neither of the agency, nor heads it, nor controls.

    Raises:  RegisterNotYours.
    """
    if by.kind is ActorKind.OFFICER and by.agency == agency_code:
        return
    if by.officer_id and organisation.has_role(by.officer_id, by.agency, Role.CONTROL, on):
        return
    check_may_close(agency_code, by, on)


def check_may_publish(by: Actor, on: date) -> None:
    """Refuse whoever is neither the installation itself nor an administrator.

    Raises:  TemplateNotYours.
    """
    if by.kind is ActorKind.SYSTEM:
        return
    try:
        organisation.require_role(by, Role.ADMINISTER, on)
    except RoleMissing as missing:
        raise TemplateNotYours("templates are replaced by administrators alone") from missing
