"""Hand work to the background worker, in the transaction of the act that causes it."""

from procrastinate.contrib.django import app

from thongsuot.domains.ledger.services import bookkeeping

PREPARE_PAPERS = "prepare_papers"


@bookkeeping("work to be done follows from an act that has its own entry")
def prepare_papers(*, code: str) -> None:
    """Have the papers of dossier ``code`` (declaration, slip) made after commit."""
    app.configure_task(PREPARE_PAPERS, queue="papers").defer(code=code)
