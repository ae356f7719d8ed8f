"""Typing by content, names of files, and the characters that a paper can print."""

import pytest
from tests.builders_documents import pdf_of, photo

from thongsuot.domains.documents import rules
from thongsuot.domains.documents.terms import FileTypeRefused, MediaType


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        pytest.param(photo("JPEG"), MediaType.JPEG, id="a JPEG"),
        pytest.param(photo("PNG"), MediaType.PNG, id="a PNG"),
        pytest.param(photo("HEIF"), MediaType.HEIC, id="a HEIC"),
        pytest.param(photo("WEBP"), MediaType.WEBP, id="a WebP"),
        pytest.param(pdf_of(), MediaType.PDF, id="a PDF"),
        pytest.param(b"\xef\xbb\xbf\r\n" + pdf_of(), MediaType.PDF, id="a PDF after a byte mark"),
    ],
)
def test_a_file_is_what_its_first_bytes_say(content, media_type):
    assert rules.media_type_of(content[: rules.HEAD_BYTES]) is media_type


@pytest.mark.parametrize(
    ("head", "found"),
    [
        pytest.param(b"PK\x03\x04\x14\x00a.txt", "zip", id="a zip, whatever it is called"),
        pytest.param(b"PK\x03\x04\x14\x00[Content_Types].xml", "office", id="a Word file"),
        pytest.param(b"\xd0\xcf\x11\xe0\xa1\xb1", "office", id="an old Word file"),
        pytest.param(b"\0\0\0\x1cftypavif\0\0\0\0avifmif1", "picture", id="an AVIF"),
        pytest.param(b"\0\0\0\x18ftypmp42\0\0\0\0isommp42", "film", id="a film"),
        pytest.param(b"GIF89a", "picture", id="a GIF"),
        pytest.param(b"MZ\x90\x00", "program", id="a program"),
        pytest.param(b"<!doctype html>", "web-page", id="a web page"),
        pytest.param(b"<svg onload='x()'>", "web-page", id="a drawing with a script"),
        pytest.param(b"hello %PDF-1.7", "unknown", id="a PDF after other words"),
        pytest.param(b"\xff\xd8", "unknown", id="two bytes of a JPEG"),
    ],
)
def test_what_is_no_picture_and_no_pdf_is_refused_by_what_it_looks_like(head, found):
    with pytest.raises(FileTypeRefused) as refused:
        rules.media_type_of(head)
    assert refused.value.facts == {"found": found}


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        pytest.param("giấy chứng sinh.jpg", "giấy chứng sinh.jpg", id="a plain name stays"),
        pytest.param("../../etc/passwd", "passwd", id="folders go"),
        pytest.param("C:\\Users\\Lan\\ảnh.heic", "ảnh.heic", id="Windows folders go"),
        pytest.param("a\r\nb\0.pdf", "a b.pdf", id="line ends and NUL go"),
        pytest.param("x" * 300 + ".pdf", "x" * 196 + ".pdf", id="the end of a long name stays"),
        pytest.param("/", "", id="nothing but a slash"),
    ],
)
def test_a_file_name_is_kept_without_what_could_harm(sent, kept):
    assert rules.file_name(sent) == kept


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        pytest.param("Nguyễn Thị Ợt ₫ “…”", "Nguyễn Thị Ợt ₫ “…”", id="Vietnamese stays"),
        pytest.param("hoa\u0300", "hoà", id="composed"),
        pytest.param("漢字 😀", "□□ □", id="a box where the fonts have no glyph"),
        pytest.param("\u0287", "□", id="a box where only the capital has no glyph"),
        pytest.param("a\u202eb\u200bc\x07", "abc", id="what is not seen goes"),
        pytest.param("a\nb\tc", "a\nb    c", id="lines stay, tabs become blanks"),
        pytest.param("x" + "\u0335" * 9, "x\u0335\u0335", id="two marks a letter at most"),
        pytest.param("w" * 90, "\u200b".join(["w" * 40, "w" * 40, "w" * 10]), id="may break"),
    ],
)
def test_words_become_printable(written, printed):
    assert rules.printable(written) == printed
