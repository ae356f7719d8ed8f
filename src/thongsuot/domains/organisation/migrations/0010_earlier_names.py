"""An agency carries its earlier names, so that history tells them without another question."""

from itertools import pairwise
from typing import Any

from django.db import migrations, models

from thongsuot.domains.ledger.protection import may, stays

DESCRIBING = [
    "code_legacy", "name", "short_name", "kind", "level", "area_id", "parent_id", "is_desk",
    "phone", "address",
]  # fmt: skip
BEFORE = stays("organisation_agency", free=DESCRIBING, ends=["valid_to"])
VERBS = "INSERT, UPDATE ({})"


def carry(apps: Any, editor: Any) -> None:  # noqa: ARG001 - Django's signature
    """Copy the names that reorganisations have kept; oldest first."""
    agencies = apps.get_model("organisation", "Agency").objects
    for agency in agencies.filter(former__isnull=False).distinct():
        kept = list(agency.former.order_by("valid_to"))
        names = [*(former.name for former in kept), agency.name]
        agency.earlier_names = [
            [former.valid_to.isoformat(), former.name]
            for former, (name, then) in zip(kept, pairwise(names), strict=True)
            if name != then
        ]
        agency.save(update_fields=["earlier_names"])


class Migration(migrations.Migration):
    dependencies = [("organisation", "0009_facts_only_end")]

    operations = [
        migrations.RunSQL(BEFORE.reverse_sql, BEFORE.sql),
        migrations.AddField(
            "agency",
            "earlier_names",
            models.JSONField(
                default=list,
                help_text="[first day it was no longer called so, name], oldest first",
            ),
        ),
        migrations.RunPython(carry, migrations.RunPython.noop),
        stays("organisation_agency", free=[*DESCRIBING, "earlier_names"], ends=["valid_to"]),
        may(
            "organisation_agency",
            VERBS.format(", ".join([*DESCRIBING, "earlier_names", "valid_to"])),
            was=f"may {VERBS.format(', '.join([*DESCRIBING, 'valid_to']))}",
        ),
    ]
