"""The folder of keys: made once, never half, never again."""

import pytest

from thongsuot.config import keys
from thongsuot.entrypoints.cli.plumbing import CommandFailed

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
