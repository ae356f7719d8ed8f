"""On which law the clock stands while papers are awaited."""

from django.db import migrations, models

GENERAL = (
    "Nghị định 61/2018/NĐ-CP, Điều 11 khoản 2 điểm c, Điều 15 khoản 3, Điều 19 khoản 4; giữ lại ở "
    "Nghị định 118/2025/NĐ-CP, Điều 11 khoản 2"
)
"""The general row as it shipped: what every request was made under before policies were dated."""


class Migration(migrations.Migration):
    """Add it, with the general law for the requests that stand; none is without from now on."""

    dependencies = [
        ("dossiers", "0019_supplement_policies"),
    ]

    operations = [
        migrations.AddField(
            model_name="supplementrequest",
            name="legal_base",
            field=models.CharField(
                default=GENERAL,
                help_text="the law by which the clock stands; special_base allows the day",
                max_length=400,
            ),
            preserve_default=False,
        ),
        migrations.AddConstraint(
            model_name="supplementrequest",
            constraint=models.CheckConstraint(
                condition=~models.Q(("legal_base", "")), name="supplement_has_a_legal_base"
            ),
        ),
    ]
