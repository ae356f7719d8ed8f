"""Contents on disk: sealed, whole or not there, found by the hash of themselves."""

import os
import stat
from concurrent.futures import ThreadPoolExecutor

import pytest

from thongsuot.domains.documents.storage import ContentStore, sha256_of
from thongsuot.domains.documents.terms import FileMissing
from thongsuot.kernel.sealing import KEY_BYTES, Keyring, SealBroken

CONTENT = "Giấy chứng sinh của Nguyễn Mẫu An".encode()


def keyring(*numbers: int) -> Keyring:
    return Keyring({n: bytes([n]) * KEY_BYTES for n in numbers}, index_key=bytes(KEY_BYTES))


@pytest.fixture
def store(tmp_path) -> ContentStore:
    return ContentStore(tmp_path / "files", keyring(1))


def test_what_was_put_is_got_back_by_its_hash(store):
    assert store.get(store.put(CONTENT)) == CONTENT


def test_nothing_of_a_content_can_be_read_on_disk(store):
    sha256 = store.put(CONTENT)
    assert CONTENT not in store.path_of(sha256).read_bytes()


def test_only_the_service_may_enter_the_folder(store):
    path = store.path_of(store.put(CONTENT))
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    for folder in (path.parent, path.parent.parent, path.parent.parent.parent):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_a_flipped_bit_is_noticed(store):
    path = store.path_of(store.put(CONTENT))
    sealed = bytearray(path.read_bytes())
    sealed[-1] ^= 1
    path.write_bytes(sealed)
    with pytest.raises(SealBroken):
        store.get(path.name)


def test_a_content_moved_under_another_name_does_not_open(store):
    path = store.path_of(store.put(CONTENT))
    other = store.path_of(store.put(b"another"))
    path.replace(other)
    with pytest.raises(SealBroken):
        store.get(other.name)


def test_a_content_that_is_gone_is_named_as_missing(store):
    with pytest.raises(FileMissing):
        store.get(sha256_of(CONTENT))


def test_writers_of_the_same_content_at_once_all_succeed(store):
    content = CONTENT * 10_000
    with ThreadPoolExecutor(8) as writers:
        names = set(writers.map(lambda _n: store.put(content), range(32)))
    assert [store.get(name) for name in names] == [content]
    assert list(store.unfinished()) == []


def test_a_write_that_fails_leaves_nothing_behind(store, monkeypatch):
    def full(_descriptor: int) -> None:
        raise OSError("no space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="no space"):
        store._write(store.path_of(sha256_of(CONTENT)), CONTENT)
    assert not store.holds(sha256_of(CONTENT))
    assert list(store.unfinished()) == []


def test_a_newer_key_seals_anew_and_the_content_stays(tmp_path):
    sha256 = ContentStore(tmp_path, keyring(1)).put(CONTENT)
    both = ContentStore(tmp_path, keyring(1, 2))
    assert both.reseal(sha256)
    assert not both.reseal(sha256), "the second time there is nothing to do"
    assert ContentStore(tmp_path, keyring(2)).get(sha256) == CONTENT
