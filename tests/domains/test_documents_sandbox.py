"""Strangers' files are read in a process of their own, with bounds; the server lives on."""

from threading import BoundedSemaphore

import pikepdf
import pytest
from tests.builders_documents import pdf_of, photo, pixel_bomb

from thongsuot.domains.documents import conversion, sandbox
from thongsuot.domains.documents.terms import (
    FileLocked,
    FileUnreadable,
    MediaType,
    PictureTooLarge,
    ReadersBusy,
)


def test_a_picture_is_made_readable_in_the_other_process_as_in_this_one():
    content = photo("HEIF")
    assert sandbox.make_readable(content, MediaType.HEIC) == conversion.make_readable(
        content, MediaType.HEIC
    )


def test_a_refusal_comes_through_with_its_facts():
    with pytest.raises(PictureTooLarge) as refused:
        sandbox.make_readable(pixel_bomb(), MediaType.PNG)
    assert refused.value.facts == {"max_megapixels": 110}
    with pytest.raises(FileLocked):
        sandbox.make_readable(
            pdf_of(encryption=pikepdf.Encryption(owner="chu", user="khoa")), MediaType.PDF
        )


def test_a_file_that_eats_all_memory_is_refused(monkeypatch):
    monkeypatch.setattr(sandbox, "_ARGUMENTS", (str(64 * 1024**2), str(sandbox.CPU_SECONDS)))
    with pytest.raises(FileUnreadable):
        sandbox.make_readable(photo(), MediaType.JPEG)


def test_a_file_that_takes_too_long_is_refused(monkeypatch):
    monkeypatch.setattr(sandbox, "WALL_SECONDS", 0.01)
    with pytest.raises(FileUnreadable):
        sandbox.make_readable(photo(), MediaType.JPEG)


def test_who_waits_too_long_for_the_files_of_others_is_told_to_come_again(monkeypatch):
    monkeypatch.setattr(sandbox, "TURN_SECONDS", 0.01)
    monkeypatch.setattr(sandbox, "_turns", BoundedSemaphore(1))
    with sandbox._turns, pytest.raises(ReadersBusy):
        sandbox.make_readable(b"", MediaType.JPEG)
    with pytest.raises(FileUnreadable):  # and the turn was given back
        sandbox.make_readable(b"", MediaType.JPEG)
