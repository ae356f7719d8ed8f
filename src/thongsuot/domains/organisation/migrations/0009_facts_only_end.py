"""What an officer may do, where and since when is never written anew: it ends."""

from django.db import migrations

from thongsuot.domains.ledger.protection import NO_DELETE, may, no_delete, stays

FACTS = {
    "organisation_area": [],
    "organisation_agency": [
        "code_legacy", "name", "short_name", "kind", "level", "area_id", "parent_id", "is_desk",
        "phone", "address",
    ],
    "organisation_post": ["title", "kind", "successor_id"],
    "organisation_competence": ["source", "is_precedent"],
    "organisation_appointment": ["end_source"],
    "organisation_rolegrant": ["source"],
}  # fmt: skip
"""Dated facts by table, with what describes them."""
SETTLED = ["decided", "is_successor", "source"]
ACCOUNT = [
    "password", "last_login", "full_name", "full_name_folded", "phone", "disabled_at", "tokens_from",
]  # fmt: skip


class Migration(migrations.Migration):
    """Words that describe may be put right by a file on record; an end may be moved until it has come."""

    dependencies = [("organisation", "0008_where_people_go"), ("ledger", "0010_what_stays")]

    operations = [
        *(no_delete(table) for table in FACTS),
        *(stays(table, free=free, ends=["valid_to"]) for table, free in FACTS.items()),
        *(
            may(table, f"INSERT, UPDATE ({', '.join([*free, 'valid_to'])})", was=NO_DELETE)
            for table, free in FACTS.items()
        ),
        no_delete("organisation_areasuccession"),
        stays("organisation_areasuccession", free=SETTLED),
        may("organisation_areasuccession", f"INSERT, UPDATE ({', '.join(SETTLED)})", was=NO_DELETE),
        no_delete("organisation_officer"),
        stays("organisation_officer", free=ACCOUNT),
        may("organisation_officer", f"INSERT, UPDATE ({', '.join(ACCOUNT)})", was=NO_DELETE),
        may("organisation_delegation", "INSERT, UPDATE (ended_at)", was=NO_DELETE),
        may("organisation_absence", "INSERT, UPDATE (ended_at)", was=NO_DELETE),
        may("organisation_loginfailure", "INSERT, DELETE"),
    ]
