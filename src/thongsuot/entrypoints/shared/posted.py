"""The few fields that no form declares: read as text of one spelling and bounded length, or not.

Buttons, marks and rows of a page are no form of their own. Whatever they send is text as the rooms
store it: nothing invisible, no more than there is room for.
"""

from typing import Final

from django.http import HttpRequest

from thongsuot.kernel.text import normalise, single_line

LINE: Final = 200
WORDS: Final = 100_000
_READ_PER_LETTER: Final = 4
"""So many letters are read for one that may be kept: marks that stand apart become one letter."""


def line(request: HttpRequest, name: str, most: int = LINE) -> str:
    """Return what one field said, on one line; '' where it was not sent."""
    return line_of(request.POST.get(name, ""), most)


def several(request: HttpRequest, name: str, most: int = LINE) -> list[str]:
    """Return what a field said that may be sent several times, each on one line."""
    return [line_of(said, most) for said in request.POST.getlist(name)]


def words(request: HttpRequest, name: str, most: int = WORDS) -> str:
    """Return what one field said, in as many lines as it was; '' where it was not sent."""
    return normalise(request.POST.get(name, "")[: most * _READ_PER_LETTER])[:most]


def source(request: HttpRequest, name: str) -> str:
    """Return what a template is made of as it was typed: its blanks and lines mean something.

    Whole, as far as a request may be long; a template that cannot be printed is refused as one.
    """
    return request.POST.get(name, "").replace("\r\n", "\n").replace("\0", "")


def lines(request: HttpRequest, most: int = LINE) -> dict[str, str]:
    """Return every field of a page whose fields are rows, each on one line."""
    return {name: line(request, name, most) for name in request.POST}


def raw(request: HttpRequest) -> dict[str, str]:
    """Return every field as it came: for a form that says itself what it takes of each."""
    return request.POST.dict()


def line_of(text: str, most: int = LINE) -> str:
    """Return a text on one line of bounded length."""
    return single_line(text[: most * _READ_PER_LETTER])[:most]
