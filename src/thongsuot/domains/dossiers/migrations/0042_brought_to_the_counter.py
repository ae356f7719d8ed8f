"""Who brought papers or a withdrawal to the counter, and who entered it."""

import django.db.models.deletion
from django.db import migrations, models

import thongsuot.domains.ledger.fields
import thongsuot.domains.people.fields
from thongsuot.domains.ledger.protection import may, no_delete, stays

TABLE = "dossiers_countervisit"


class Migration(migrations.Migration):
    """A new table; nobody rewrites it, an old key can be given up."""

    dependencies = [
        ("dossiers", "0041_answers_of_desks"),
        ("ledger", "0010_what_stays"),
        ("organisation", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="CounterVisit",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "what",
                    models.CharField(
                        choices=[("supplement", "supplement"), ("withdrawal", "withdrawal")],
                        max_length=20,
                    ),
                ),
                (
                    "bringer",
                    models.CharField(
                        choices=[
                            ("applicant", "applicant"),
                            ("representative", "representative"),
                            ("post", "post"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "salt",
                    thongsuot.domains.ledger.fields.SaltField(
                        default=thongsuot.domains.ledger.fields.new_salt
                    ),
                ),
                (
                    "named",
                    thongsuot.domains.people.fields.SealedTextField(
                        blank=True,
                        help_text="the representative and his authority, or the number of the item",
                    ),
                ),
                ("at", models.DateTimeField()),
                (
                    "dossier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="counter_visits",
                        to="dossiers.dossier",
                    ),
                ),
                (
                    "entered_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisation.officer",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("what", "withdrawal")),
                        fields=("dossier",),
                        name="dossier_withdrawn_once_at_the_counter",
                    ),
                ],
            },
        ),
        no_delete(TABLE),
        stays(TABLE, free=["named"]),
        may(TABLE, "INSERT, UPDATE (named)", was="no-delete"),
    ]
