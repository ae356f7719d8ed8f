"""Jobs that failed for good: how many there are, and putting them back in the queue."""

from django.db import connection, transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import UniqueViolation
from procrastinate.jobs import Status

from thongsuot.kernel.clock import utc_now


def count() -> int:
    """Return how many jobs were given up."""
    return len(list(app.job_manager.list_jobs(status=Status.FAILED.value)))


def retry_all() -> int:
    """Let every job that was given up be tried once more; return how many wait again.

    Housekeeping of which the next turn waits already is not done twice: it is forgotten.
    """
    waiting = 0
    for job in app.job_manager.list_jobs(status=Status.FAILED.value):
        try:
            with transaction.atomic():
                app.job_manager.retry_job_by_id(job.id or 0, retry_at=utc_now())
            waiting += 1
        except UniqueViolation:
            _forget(job.id)
    return waiting


def _forget(job_id: int | None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM procrastinate_jobs WHERE id = %s AND status = 'failed'", [job_id]
        )
