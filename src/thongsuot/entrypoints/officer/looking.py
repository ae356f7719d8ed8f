"""What a signer looked at and chose of many texts, and what became of them, in the session."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any, Final

from django.http import HttpRequest

LOOKED: Final = "officer-looked-at"
"""By dossier: when the text that was shown had been written, and whether it was chosen; None
while it was only shown."""
RESULTS: Final = "officer-signed"
"""By the key of a press: what became of each dossier, in words."""
NEWS: Final = "officer-signed-news"
MOST_PRESSES: Final = 5

Result = Mapping[str, str]


def standing(request: HttpRequest, waiting: Collection[str]) -> dict[str, Any]:
    """Return what the session says of what still waits; of the rest nothing is kept."""
    known: dict[str, Any] = request.session.get(LOOKED, {})
    kept = {code: said for code, said in known.items() if code in waiting}
    if kept != known:
        request.session[LOOKED] = kept
    return kept


def show(request: HttpRequest, code: str, drafted_at: datetime) -> None:
    """Keep that this text is shown; what was said of the same text stays."""
    if not was_shown(request, code, drafted_at):
        _keep(request, {code: [drafted_at.isoformat(), None]})


def was_shown(request: HttpRequest, code: str, drafted_at: datetime) -> bool:
    """Whether a page showed this very text."""
    kept = request.session.get(LOOKED, {}).get(code)
    return kept is not None and bool(kept[0] == drafted_at.isoformat())


def choose(request: HttpRequest, chosen: Mapping[str, bool]) -> None:
    """Keep of texts that were shown whether they are chosen."""
    known = request.session.get(LOOKED, {})
    _keep(request, {code: [known[code][0], on] for code, on in chosen.items() if code in known})


def keep_result(request: HttpRequest, key: str, code: str, result: Result) -> None:
    """Keep at once what became of one: whatever becomes of the press, its page can tell it."""
    presses = dict(request.session.get(RESULTS, {}))
    found = {**presses.pop(key, {}), code: dict(result)}
    request.session[RESULTS] = dict([*presses.items(), (key, found)][-MOST_PRESSES:])
    request.session.save()


def results_of(request: HttpRequest, key: str) -> list[Result]:
    """Return what became of those that a press signed or could not; nothing of an unknown key."""
    return list(request.session.get(RESULTS, {}).get(key, {}).values())


def announce(request: HttpRequest, key: str, *, left: int) -> None:
    """Have the next page tell what came of a press; ``left`` were chosen beyond its bound."""
    request.session[NEWS] = [key, left]


def take_news(request: HttpRequest) -> tuple[list[Result], int]:
    """Return what is to be told, once."""
    key, left = request.session.pop(NEWS, None) or ("", 0)
    return results_of(request, key), left


def _keep(request: HttpRequest, said: Mapping[str, Any]) -> None:
    if said:
        request.session[LOOKED] = request.session.get(LOOKED, {}) | dict(said)
