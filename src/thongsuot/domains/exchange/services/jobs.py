"""Hand work to the background worker, in the transaction of the act that causes it."""

import json
from typing import Final

from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector

from thongsuot.domains.exchange.terms import TAKE_STATEMENT
from thongsuot.domains.ledger import rows
from thongsuot.domains.ledger.services import bookkeeping

PREPARE_PAPERS: Final = "prepare_papers"
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


@bookkeeping("keeping the statement is the act; its lines are acts of their own")
def take_statement(*, run_id: int) -> None:
    """Have the lines of a bank's statement taken in after commit."""
    app.configure_task(TAKE_STATEMENT, queue="statements").defer(run_id=run_id)
