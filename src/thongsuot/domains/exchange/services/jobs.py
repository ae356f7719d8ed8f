"""Hand work to the background worker, in the transaction of the act that causes it."""

import json
from typing import Final

from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.jobs import Status

from thongsuot.domains.ledger import rows
from thongsuot.domains.ledger.services import bookkeeping

PREPARE_PAPERS: Final = "prepare_papers"
TAKE_STATEMENT: Final = "take_statement"
QUEUE: Final = "papers"
_DEFER: Final = (
    "SELECT procrastinate_defer_jobs_v1(ARRAY[ROW(%s::varchar, %s::varchar, 0, NULL, NULL,"
    " %s::jsonb, NULL)::procrastinate_job_to_defer_v1])"
)


@bookkeeping("work to be done follows from an act that has its own entry")
def prepare_papers(*, code: str) -> None:
    """Have the papers of dossier ``code`` (declaration, slip) made after commit."""
    if isinstance(app.connector, DjangoConnector):
        # Its own function, called straight: twice in the life of every dossier.
        rows.first(_DEFER, [QUEUE, PREPARE_PAPERS, json.dumps({"code": code})])
    else:
        app.configure_task(PREPARE_PAPERS, queue=QUEUE).defer(code=code)


@bookkeeping("a question: whether the worker has it before it")
def statement_is_asked_for(run_id: int) -> bool:
    """Return whether a job to take in the lines of a run waits or is under way."""
    jobs = ProcrastinateJob.objects.filter(task_name=TAKE_STATEMENT, args={"run_id": run_id})
    return jobs.filter(status__in=[Status.TODO.value, Status.DOING.value]).exists()


@bookkeeping("keeping the statement is the act; its lines are acts of their own")
def take_statement(*, run_id: int) -> None:
    """Have the lines of a bank's statement taken in after commit."""
    app.configure_task(TAKE_STATEMENT, queue="statements").defer(run_id=run_id)
