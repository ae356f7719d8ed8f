"""A connection kept between requests: its health is seen without asking; nobody is announced."""

import psycopg
import pytest
from django.db import connection

from thongsuot.domains.exchange import services as exchange


def test_a_connection_the_server_ended_is_noticed(committed_db, as_superuser):
    connection.ensure_connection()
    assert connection.is_usable()
    backend = connection.connection.info.backend_pid
    as_superuser.execute("SELECT pg_terminate_backend(%s, 5000)", [backend])
    assert not connection.is_usable()


def test_a_connection_closed_on_our_side_is_not_usable(committed_db):
    connection.ensure_connection()
    connection.connection.close()
    assert not connection.is_usable()


@pytest.mark.usefixtures("committed_db")
def test_a_new_job_is_there_after_commit_and_announced_to_nobody(as_superuser: psycopg.Connection):
    as_superuser.execute("LISTEN procrastinate_any_queue_v1")
    as_superuser.execute('LISTEN "procrastinate_queue_v1#papers"')
    exchange.prepare_papers(code="H99.31.01-20260302-0000001")
    jobs = as_superuser.execute("SELECT task_name, status FROM procrastinate_jobs").fetchall()
    assert jobs == [("prepare_papers", "todo")]
    assert list(as_superuser.notifies(timeout=0)) == []
