"""The embedded database's own folder: one a user, so that two users of a machine do not meet."""

import os
import signal

import psycopg
import pytest

from thongsuot.config import postgres
from thongsuot.entrypoints.cli.plumbing import CommandFailed


@pytest.fixture
def common_folder(tmp_path, monkeypatch):
    monkeypatch.setattr(postgres.tempfile, "tempdir", str(tmp_path))
    return tmp_path


def test_each_user_has_a_folder_that_others_cannot_enter(common_folder):
    own = postgres._folder_of_this_user()
    assert own == postgres._folder_of_this_user(), "the next start finds it"
    assert own.parent == common_folder
    assert own.stat().st_mode & 0o077 == 0
    own.chmod(0o755)
    assert postgres._folder_of_this_user().stat().st_mode & 0o077 == 0


def test_a_folder_that_somebody_else_made_is_not_trusted(common_folder, monkeypatch):
    stranger = os.getuid() + 1
    monkeypatch.setattr(postgres.os, "getuid", lambda: stranger)
    with pytest.raises(CommandFailed, match="belongs to somebody else"):
        postgres._folder_of_this_user()


def test_a_folder_of_any_name_is_reached_by_a_path_of_one_word(common_folder):
    folder = common_folder / "nhà của tôi" / "postgres"
    folder.mkdir(parents=True)
    link = postgres._plain_path(folder)
    assert postgres.PLAIN.fullmatch(str(link))
    assert link.resolve() == folder
    link.unlink()
    assert postgres._plain_path(folder) == link, "a link that was cleared away is laid again"
    assert link.resolve() == folder


def test_a_folder_of_a_plain_name_is_reached_as_it_is(common_folder):
    assert postgres._plain_path(common_folder / "home-1.x") == common_folder / "home-1.x"


def test_a_server_starts_over_a_folder_with_spaces_and_vietnamese_letters(tmp_path_factory):
    folder = tmp_path_factory.mktemp("o") / "nhà $của tôi" / "postgres"
    folder.parent.mkdir()
    try:
        socket_folder = postgres.ensure_embedded_server(folder)
        with psycopg.connect(host=socket_folder, user=postgres.SUPERUSER, dbname="postgres") as c:
            assert c.execute("SELECT 1").fetchone() == (1,)
        assert postgres.ensure_embedded_server(folder) == socket_folder, "the running one is found"
    finally:
        os.kill(int((folder / "postmaster.pid").read_text().splitlines()[0]), signal.SIGINT)


def test_a_server_that_does_not_come_up_leads_to_its_log_if_it_wrote_one(tmp_path):
    assert "whole" in postgres._does_not_answer(tmp_path).advice
    (tmp_path / "log").touch()
    assert f"read {tmp_path / 'log'}" in postgres._does_not_answer(tmp_path).advice
