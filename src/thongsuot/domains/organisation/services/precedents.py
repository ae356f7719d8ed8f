"""What a superior decided about competence becomes a row of the competence table."""

from datetime import date

from django.db import transaction

from thongsuot.domains.ledger import locks
from thongsuot.domains.ledger.services import bookkeeping
from thongsuot.domains.organisation.models import Agency, Competence
from thongsuot.domains.organisation.models.validity import in_force


@bookkeeping("the superior's decision writes the entry and names the row")
@transaction.atomic
def add_precedent(
    *, procedure_code: str, agency_id: int, area_id: int, source: str, on: date
) -> int:
    """Put a decision into the competence table from ``on`` on; return the id of its row.

    It is proposed before what the table said already. A row that says the same ends that day
    and goes on as the precedent; one of the very day becomes it.
    """
    locks.hold(f"competence:{procedure_code}")
    agency = Agency.objects.get(pk=agency_id)
    same = Competence.objects.select_for_update().filter(
        in_force(on), procedure_code=procedure_code, level=agency.level, area_id=area_id,
        agency_id=agency_id,
    )  # fmt: skip
    ends_on = None
    for row in same:
        ends_on = row.valid_to
        if row.valid_from == on:
            row.is_precedent, row.source = True, source
            row.save(update_fields=["is_precedent", "source"])
            return row.pk
        row.valid_to = on
        row.save(update_fields=["valid_to"])
    made = Competence.objects.create(
        procedure_code=procedure_code, level=agency.level, area_id=area_id, agency_id=agency_id,
        valid_from=on, valid_to=ends_on, source=source, is_precedent=True,
    )  # fmt: skip
    return made.pk
