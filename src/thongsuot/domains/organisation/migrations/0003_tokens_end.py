"""From when on tokens of an account count: the earlier ones were revoked."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """One column, empty for every account: no token was revoked yet."""

    dependencies = [("organisation", "0002_log_in_failures")]
    operations = [
        migrations.AddField(
            "officer",
            "tokens_from",
            models.DateTimeField(
                null=True, blank=True, help_text="tokens issued before this instant were revoked"
            ),
        )
    ]
