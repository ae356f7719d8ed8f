from django.db import migrations

import thongsuot.domains.people.fields


class Migration(migrations.Migration):
    """Another reason of a return has a column of its own; before, it stood before the basis."""

    dependencies = [("custody", "0010_holders_are_held_fast")]

    operations = [
        migrations.AddField(
            model_name="offer",
            name="explanation",
            field=thongsuot.domains.people.fields.SealedTextField(
                help_text="another reason, in words; the record commits to it", null=True
            ),
        ),
    ]
