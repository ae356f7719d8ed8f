"""Workers look for jobs twice a second; nobody announces one at commit."""

from django.db import migrations

TRIGGER = "procrastinate_jobs_notify_queue_job_inserted_v1"


class Migration(migrations.Migration):
    """A transaction that notifies makes all others that do wait until it is on the disk.

    So every receipt in the province would commit one after the other, for the sake of papers
    that are ready half a second sooner.
    """

    dependencies = [("procrastinate", "0041_post_retry_failed_job")]
    operations = [
        migrations.RunSQL(
            f"ALTER TABLE procrastinate_jobs DISABLE TRIGGER {TRIGGER}",
            f"ALTER TABLE procrastinate_jobs ENABLE TRIGGER {TRIGGER}",
        )
    ]
