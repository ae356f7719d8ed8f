"""Changes of what this room has settled are noted: see ledger.settled."""

from django.db import migrations

from thongsuot.domains.ledger.protection import begins_edition


class Migration(migrations.Migration):
    dependencies = [
        ("ledger", "0009_editions"),
        ("organisation", "0006_precedents"),
    ]

    operations = [
        begins_edition("organisation_agency"),
        begins_edition("organisation_area"),
        begins_edition("organisation_areasuccession"),
        begins_edition("organisation_post"),
        begins_edition("organisation_appointment"),
        begins_edition("organisation_rolegrant"),
        begins_edition("organisation_competence"),
        begins_edition("organisation_officer", "disabled_at", "tokens_from"),
    ]
