"""The background worker: it takes up jobs until it is stopped, and outlives its database."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any, Final

import psycopg
import structlog
from procrastinate import PsycopgConnector, signals
from procrastinate.contrib.django import app, connector_params
from procrastinate.exceptions import ConnectorException

from thongsuot.entrypoints.shared.heartbeats import DEAD_AFTER_S, HEARTBEAT_S

POLLING_S: Final = 0.5
"""A job that is not announced, such as a retry, waits at most this long."""
FINISH_WITHIN_S: Final = 10
ANSWER_WITHIN_S: Final = 5.0
"""A question to a database that is away fails after this long."""
TRY_AGAIN_S: Final = 1.0

Revive = Callable[[], None]
log = structlog.get_logger("thongsuot.worker")


class NoticingConnector(PsycopgConnector):
    """Notices that the database was lost, whoever asked it.

    Procrastinate asks on with new connections, but the end of a job that it failed to write down
    is lost to it, and its worker lives: to nobody else would that job look abandoned.
    """

    def __init__(self, lost: asyncio.Event) -> None:
        super().__init__(kwargs=connector_params(), timeout=ANSWER_WITHIN_S)
        self.lost = lost

    async def execute_query_async(self, query: str, **arguments: Any) -> None:
        """Run a statement."""
        with self._noticing():
            await super().execute_query_async(query, **arguments)

    async def execute_query_one_async(self, query: str, **arguments: Any) -> dict[str, Any]:
        """Return the one row of an answer."""
        with self._noticing():
            row: dict[str, Any] = await super().execute_query_one_async(query, **arguments)
            return row

    async def execute_query_all_async(self, query: str, **arguments: Any) -> list[dict[str, Any]]:
        """Return all rows of an answer."""
        with self._noticing():
            rows: list[dict[str, Any]] = await super().execute_query_all_async(query, **arguments)
            return rows

    @contextmanager
    def _noticing(self) -> Iterator[None]:
        try:
            yield
        except ConnectorException as error:
            if is_loss_of_the_database(error):
                self.lost.set()
            raise


def is_loss_of_the_database(error: BaseException) -> bool:
    """Whether the database went away or does not answer, rather than refused a statement."""
    cause = error.__cause__ if isinstance(error, ConnectorException) else error
    return isinstance(cause, psycopg.OperationalError | psycopg.InterfaceError | ConnectionError)


def work_until_done() -> None:
    """Do the jobs that wait, and end."""
    asyncio.run(_work(asyncio.Event(), wait=False, listen_notify=False))


def work_until_stopped(*, revive: Revive) -> None:
    """Do jobs until SIGINT or SIGTERM; when the database is lost, come back to it as a new worker.

    ``revive`` starts the database again where that is ours to do; it raises ConnectionError when
    it cannot.
    """
    asyncio.run(_work_until_stopped(revive))


async def _work_until_stopped(revive: Revive) -> None:
    stopping = asyncio.Event()
    with signals.on_stop(stopping.set):
        while not stopping.is_set():
            await _work_while_the_database_is_there(stopping, revive)
            if not stopping.is_set():
                log.error("database_lost", again_in_s=TRY_AGAIN_S)
                await _first_of(stopping.wait(), asyncio.sleep(TRY_AGAIN_S))


async def _work_while_the_database_is_there(stopping: asyncio.Event, revive: Revive) -> None:
    lost = asyncio.Event()
    working = asyncio.create_task(_revive_and_work(revive, lost))
    await _first_of(stopping.wait(), lost.wait(), asyncio.wait({working}))
    if not stopping.is_set():
        with suppress(ConnectionError):  # first, so that the worker can say that it leaves
            await asyncio.to_thread(revive)
    working.cancel()  # in order: the job at hand is finished
    (ended,) = await asyncio.gather(working, return_exceptions=True)
    if isinstance(ended, Exception) and not is_loss_of_the_database(ended):
        raise ended


async def _first_of(*events: Awaitable[object]) -> None:
    """Wait for one of them and forget the others."""
    waiting = [asyncio.ensure_future(event) for event in events]
    await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
    for task in waiting:
        task.cancel()


async def _revive_and_work(revive: Revive, lost: asyncio.Event) -> None:
    await asyncio.to_thread(revive)
    await _work(lost, wait=True, listen_notify=True, install_signal_handlers=False)


async def _work(lost: asyncio.Event, **options: Any) -> None:
    # A pool that has lost its database is not opened again: each turn has one of its own.
    with app.replace_connector(NoticingConnector(lost)):
        async with app.open_async():
            await app.run_worker_async(
                fetch_job_polling_interval=POLLING_S,
                shutdown_graceful_timeout=FINISH_WITHIN_S,
                update_heartbeat_interval=HEARTBEAT_S,
                stalled_worker_timeout=DEAD_AFTER_S,
                delete_jobs="successful",
                **options,
            )
