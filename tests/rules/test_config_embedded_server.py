"""The embedded database's own folder: one a user, so that two users of a machine do not meet."""

import os

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
