"""The folder of keys: made once, never half, never again."""

import pytest

from thongsuot.config import keys
from thongsuot.entrypoints.cli.plumbing import CommandFailed
from thongsuot.kernel.sealing import KeyMissing

CONTEXT = b"somewhere"


def test_the_first_start_makes_keys_and_the_next_reads_them(tmp_path):
    sealed = keys.read_or_make_keyring(tmp_path).seal(b"word", CONTEXT)
    assert keys.read_or_make_keyring(tmp_path).open(sealed, CONTEXT) == b"word"


@pytest.mark.parametrize("gone", ["index.key", "personal-data.1.key"])
def test_a_key_that_is_gone_is_not_made_anew(tmp_path, gone):
    keys.read_or_make_keyring(tmp_path)
    (tmp_path / gone).unlink()
    with pytest.raises(CommandFailed, match="a key file is gone") as refused:
        keys.read_or_make_keyring(tmp_path)
    assert "backup" in refused.value.advice
    assert not (tmp_path / gone).exists()


def test_an_old_key_taken_away_after_a_rotation_stays_away(tmp_path):
    keys.read_or_make_keyring(tmp_path)
    assert keys.next_number(tmp_path) == 2
    assert keys.add_key(tmp_path) == 2
    (tmp_path / "personal-data.1.key").unlink()
    assert keys.read_or_make_keyring(tmp_path).newest == 2
    assert not (tmp_path / "personal-data.1.key").exists()


def test_whatever_runs_takes_a_key_that_came_meanwhile(tmp_path):
    running = keys.read_or_make_keyring(tmp_path)
    before = running.seal(b"word", CONTEXT)
    assert keys.add_key(tmp_path) == 2
    after = running.seal(b"word", CONTEXT)
    assert running.needs_resealing(before)
    assert not running.needs_resealing(after)
    assert {running.open(sealed, CONTEXT) for sealed in (before, after)} == {b"word"}


def test_what_another_process_sealed_with_a_newer_key_is_opened_without_a_restart(tmp_path):
    running = keys.read_or_make_keyring(tmp_path)
    keys.add_key(tmp_path)
    resealing = keys.read_or_make_keyring(tmp_path)
    assert running.open(resealing.seal(b"word", CONTEXT), CONTEXT) == b"word"


def test_whatever_runs_keeps_its_keys_when_their_files_are_taken_away(tmp_path):
    running = keys.read_or_make_keyring(tmp_path)
    sealed = running.seal(b"word", CONTEXT)
    keys.add_key(tmp_path)
    (tmp_path / "personal-data.1.key").unlink()
    assert running.newest == 2
    assert running.open(sealed, CONTEXT) == b"word"
    tmp_path.rename(tmp_path.with_name("moved"))
    assert running.open(sealed, CONTEXT) == b"word"


def test_a_key_file_that_is_not_whole_yet_is_read_once_it_is(tmp_path):
    running = keys.read_or_make_keyring(tmp_path)
    keys.add_key(tmp_path)
    coming = tmp_path / "personal-data.2.key"
    whole = coming.read_text()
    coming.write_text(whole[:10])
    assert running.newest == 1
    coming.write_text(whole)
    assert running.newest == 2


def test_a_key_that_never_came_is_missed(tmp_path):
    running = keys.read_or_make_keyring(tmp_path / "here")
    keys.read_or_make_keyring(tmp_path / "there")
    keys.add_key(tmp_path / "there")
    foreign = keys.read_or_make_keyring(tmp_path / "there").seal(b"word", CONTEXT)
    with pytest.raises(KeyMissing):
        running.open(foreign, CONTEXT)
