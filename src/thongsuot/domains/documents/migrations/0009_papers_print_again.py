"""What a paper says is kept beside its file; papers of ours have templates of their own."""

import django.db.models.deletion
from django.db import migrations, models

import thongsuot.domains.people.fields
from thongsuot.domains.ledger.protection import no_delete


class Migration(migrations.Migration):
    """Papers made before have their file alone."""

    dependencies = [("documents", "0008_form_templates")]

    operations = [
        migrations.CreateModel(
            name="PaperWords",
            fields=[
                (
                    "attachment",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="documents.attachment",
                    ),
                ),
                (
                    "words",
                    thongsuot.domains.people.fields.SealedJSONField(
                        help_text="as ``printing.words_of`` spells them"
                    ),
                ),
            ],
        ),
        migrations.AlterField(
            model_name="formtemplate",
            name="circular",
            field=models.CharField(blank=True, max_length=40),
        ),
        migrations.AlterField(
            model_name="formtemplate",
            name="number",
            field=models.CharField(
                help_text="of the form within its circular; ours have a name and no circular",
                max_length=40,
            ),
        ),
        no_delete("documents_paperwords"),
    ]
