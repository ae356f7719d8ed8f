"""What a form carried that was not taken: it stays before whoever sent it, and is not lost.

Nothing is stored: the answer to the very request that carried the fields shows them again. It does
so only for a form of our own page; what another site has a browser send is never shown as if one
had typed it here.
"""

from typing import Final

from django.http import HttpRequest, QueryDict, UnreadablePostError

AGAIN: Final = "xem-lai"
"""Marks a post that brings fields back to their page: the form is shown filled, nothing is done."""
MOST_KEPT: Final = 100_000
"""Characters of one form that are carried on."""
LEAST_WORDS: Final = 10
"""Letters from which a text is worth showing once more."""
NEVER: Final = frozenset({"csrfmiddlewaretoken", "username", "password", "secret", "pin", AGAIN})
"""Fields that are the page's own, or a secret."""


def carried_by(request: HttpRequest) -> list[tuple[str, str]]:
    """Return the fields to be sent once more, without files, secrets and the page's own marks."""
    if not _came_from_here(request):
        return []
    try:
        return _fields(request.POST)
    except UnreadablePostError:
        return []


def words_of(request: HttpRequest) -> list[str]:
    """Return the texts of a form that somebody wrote, to be copied out of a refusal."""
    if request.method != "POST":
        return []
    texts = (value.strip() for _name, value in _fields(request.POST))
    return [text for text in texts if " " in text and len(text) >= LEAST_WORDS]


def _fields(posted: QueryDict) -> list[tuple[str, str]]:
    found = [
        (name, value) for name, values in posted.lists() if name not in NEVER for value in values
    ]
    length = sum(len(name) + len(value) for name, value in found)
    return found if length <= MOST_KEPT else []


def _came_from_here(request: HttpRequest) -> bool:
    """Return whether the browser says that the form was on a page of ours."""
    own = f"{request.scheme}://{request.get_host()}"
    site = request.headers.get("Sec-Fetch-Site", "same-origin")
    return request.headers.get("Origin") == own and site == "same-origin"
