"""What a draft would cost, and whose name stands on a receipt."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from thongsuot.domains.catalogue import queries as catalogue
from thongsuot.domains.catalogue import rules as catalogue_rules
from thongsuot.domains.catalogue.rules.answers import all_answers
from thongsuot.domains.dossiers.models import Draft
from thongsuot.domains.dossiers.queries.applicants import name_on_papers
from thongsuot.domains.dossiers.queries.views import get_dossier
from thongsuot.domains.dossiers.terms import Channel
from thongsuot.domains.exchange import queries as exchange
from thongsuot.domains.ledger.terms import Actor
from thongsuot.domains.organisation import queries as organisation
from thongsuot.domains.organisation import successors
from thongsuot.domains.payments import queries as payments
from thongsuot.domains.payments import rules as payment_rules
from thongsuot.domains.payments.terms import FeeLine
from thongsuot.domains.people import rules as people_rules
from thongsuot.domains.people.terms import Identity, PeopleError

MOST_DIGITS = 4
CASE = "fee-case"
"""The answer that says which case of the procedure it is, where its form asks for that."""


@dataclass(frozen=True, slots=True)
class Quote:
    """What a draft would cost if it were sent now.  Units: whole đồng."""

    lines: tuple[FeeLine, ...]
    total_vnd: int
    by_age: bool = False


def quote_for(draft: Draft, on: date) -> Quote | None:
    """Return what a draft would cost by the tariffs of a day; None where none asks for any."""
    desk = successors.find_standing(draft.receiving_agency, on) if draft.receiving_agency else None
    if desk is None or not payments.has_tariff(draft.procedure_code, on):
        return None
    case, copies = asked_for(draft.procedure_code, draft.answers, on)
    group = _group_of(draft, on)
    lines = payments.find_fees(
        procedure=draft.procedure_code, channel=Channel.ONLINE,
        desk=organisation.desk_by_id(desk.pk), on=on, case=case, copies=copies,
        group=group,
    )  # fmt: skip
    return Quote(lines, payment_rules.total(lines), bool(group)) if lines else None


def _group_of(draft: Draft, on: date) -> str:
    try:
        return group_known(catalogue_rules.applicant_of(draft.answers), on)
    except (PeopleError, ValueError):
        return ""  # what is typed cannot be a person yet; the page names it


def group_known(applicant: Identity, on: date) -> str:
    """Return the group that is known without a paper: by an age that the personal number bears out.

    Poverty, merit and disability stand in registers that nothing here is connected to yet; the
    desk sees their proof.
    """
    number, born_on = applicant.personal_id, applicant.birth_on
    if born_on is None or not number or people_rules.birth_year_in(number) != born_on.year:
        return ""
    return payment_rules.group_of_age(born_on, on, payments.age_groups_on(on))


def asked_for(procedure: str, answers: Mapping[str, Any], on: date) -> tuple[str, int]:
    """Return the case and the number of copies that the answers ask for."""
    form = catalogue.form_of(procedure, on)
    if form is None or not answers:
        return "", 0
    given = all_answers(form, answers)
    costing = [f.name for topic in form.topics for f in topic.fields if f.each_vnd]
    counts = (str(given.get(name, "")) for name in costing)
    copies = sum(int(n) for n in counts if n.isascii() and n.isdigit() and len(n) <= MOST_DIGITS)
    return str(given.get(CASE, "")), copies


def payer_of(code: str, *, by: Actor, at: datetime) -> str:
    """Return the full name for the applicant's own receipts.  Raises: DossierUnknown."""
    return name_on_papers(get_dossier(code, by=by, at=at))


def stands_still(run: payments.StatementRun) -> bool:
    """Return whether lines of a statement are left and no worker has them before it."""
    return run.finished_at is None and not exchange.statement_is_asked_for(run.pk)
