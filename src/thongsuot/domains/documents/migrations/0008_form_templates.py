"""A template may take the place of a shipped one; what was published stays."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from thongsuot.domains.ledger.protection import append_only


class Migration(migrations.Migration):
    """Append-only: old papers keep the template that printed them."""

    dependencies = [
        ("documents", "0007_registers_close"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="FormTemplate",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("circular", models.CharField(max_length=40)),
                (
                    "number",
                    models.CharField(help_text="of the form within its circular", max_length=10),
                ),
                (
                    "source",
                    models.TextField(
                        help_text="typst; tried with invented words before it was kept"
                    ),
                ),
                ("sha256", models.CharField(max_length=64)),
                ("valid_from", models.DateField()),
                ("published_at", models.DateTimeField()),
                (
                    "published_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["circular", "number", "-valid_from"], name="form_template_newest"
                    )
                ],
            },
        ),
        append_only("documents_formtemplate"),
    ]
