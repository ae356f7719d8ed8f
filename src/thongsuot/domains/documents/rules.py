"""What a file is by its content, what is too much, and which characters a paper can print."""

import unicodedata
from itertools import groupby
from typing import Final

from thongsuot.domains.documents.terms import FileTypeRefused, MediaType
from thongsuot.kernel.text import normalise, single_line

MAX_PIXELS: Final = 110_000_000
"""A 108-megapixel telephone fits; a picture bomb of 30,000 by 30,000 does not."""
MAX_PAGES: Final = 200
MAX_FILES: Final = 60
"""Files of one subject that are not withdrawn."""
MAX_NAME: Final = 200

HEAD_BYTES: Final = 1024
"""How much of a file is needed to type it."""

_JPEG: Final = b"\xff\xd8\xff"
_PNG: Final = b"\x89PNG\r\n\x1a\n"
_HEIC_BRANDS: Final = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx"})
_OTHERS: Final = (
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
    (b"Rar!", "zip"),
    (b"7z\xbc\xaf", "zip"),
    (b"\xd0\xcf\x11\xe0", "office"),
    (b"{\\rtf", "office"),
    (b"GIF8", "picture"),
    (b"BM", "picture"),
    (b"II*\x00", "picture"),
    (b"MM\x00*", "picture"),
    (b"\x1aE\xdf\xa3", "film"),
    (b"MZ", "program"),
    (b"\x7fELF", "program"),
    (b"<", "web-page"),
)


def media_type_of(head: bytes) -> MediaType:
    """Return the type that the first bytes of a file show; its name plays no part.

    Units:   ``head`` holds the first ``HEAD_BYTES`` bytes, or all of a shorter file.
    Raises:  FileTypeRefused with what it looks like instead.
    """
    if head.startswith(_JPEG):
        return MediaType.JPEG
    if head.startswith(_PNG):
        return MediaType.PNG
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return MediaType.WEBP
    if _brands(head) & _HEIC_BRANDS:
        return MediaType.HEIC
    if head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"%PDF-"):
        return MediaType.PDF
    found = _other_type_of(head)
    raise FileTypeRefused(f"the content looks like {found}", found=found)


def _brands(head: bytes) -> set[bytes]:
    """Return the brands of an ISO base media file (HEIC, AVIF, MP4), none for other files."""
    if head[4:8] != b"ftyp":
        return set()
    box = head[8 : min(int.from_bytes(head[:4]), HEAD_BYTES)]
    return {box[at : at + 4] for at in range(0, len(box) - 3, 4)}


def _other_type_of(head: bytes) -> str:
    if head.startswith(b"PK") and (b"word/" in head or b"xl/" in head or b"[Content_T" in head):
        return "office"
    if brands := _brands(head):
        return "picture" if brands & {b"avif", b"avis", b"mif1"} else "film"
    return next((name for start, name in _OTHERS if head.startswith(start)), "unknown")


def file_name(sent: str) -> str:
    """Return a file's name as sent without its folders, on one line, no longer than is kept."""
    last = single_line(sent.replace("\\", "/").rstrip("/").rpartition("/")[2])
    return last[-MAX_NAME:]


_UNPRINTABLE: Final = "\u25a1"
_TAB: Final = "    "
_MAX_MARKS: Final = 2
_MAX_WORD: Final = 40
_BREAK: Final = "\u200b"
_PRINTED: Final = (  # Latin, marks, Greek, Cyrillic, Vietnamese, signs
    *(range(0x20, 0x7F), range(0xA0, 0x19B), range(0x19C, 0x250), range(0x300, 0x483)),
    *(range(0x48A, 0x500), range(0x1E00, 0x2000), range(0x2000, 0x2041), range(0x2070, 0x20D0)),
    *(range(0x2190, 0x2300), range(0x2500, 0x2600), range(0x2610, 0x2613), range(0x2713, 0x2714)),
)
_UNCOVERED: Final = frozenset({"Cn", "Co"})


def printable(text: str) -> str:
    """Return ``text`` as a paper can print it: every character has a glyph, lines can break.

    A character without a glyph in the fonts shipped becomes an empty box: PDF/A forbids text
    without glyphs, and a box says that something stood there. Marks stacked beyond two a letter
    are dropped; a word longer than a line gets places to break.
    """
    shown = "".join(_printed(character) for character in normalise(text))
    words = _few_marks(shown).split(" ")
    return " ".join(_breakable(word) for word in words)


def _printed(character: str) -> str:
    if character == "\n":
        return character
    if character == "\t":
        return _TAB
    forms = character + character.upper()  # headings are printed in capitals
    return character if all(map(_has_glyph, forms)) else _UNPRINTABLE


def _has_glyph(character: str) -> bool:
    covered = any(ord(character) in block for block in _PRINTED)
    return covered and unicodedata.category(character) not in _UNCOVERED


def _few_marks(text: str) -> str:
    runs = groupby(text, key=lambda character: unicodedata.combining(character) > 0)
    return "".join("".join(list(run)[: _MAX_MARKS if marks else None]) for marks, run in runs)


def _breakable(word: str) -> str:
    if len(word) <= _MAX_WORD:
        return word
    return _BREAK.join(word[at : at + _MAX_WORD] for at in range(0, len(word), _MAX_WORD))
