"""Hand-overs outside the process: dated data, and what it means for one of them."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Final

from thongsuot.domains.catalogue.terms import Outside, OutsidePolicy, ProcessWrong

FORMAT: Final = "thongsuot-process-policy/1"
_LETTERS: Final = 400
_VERSION: Final = 40


def parse_policy(document: object) -> OutsidePolicy:
    """Return the policy that a document states.  Raises: ProcessWrong, naming the field."""
    if not isinstance(document, Mapping) or document.get("format") != FORMAT:
        raise ProcessWrong("not a process policy", field="format", step="")
    try:
        return OutsidePolicy(
            version=_text(document["version"], _VERSION),
            valid_from=date.fromisoformat(document["valid_from"]),
            source=_text(document["source"], _LETTERS),
            another_step=Outside(document["another_step"]),
            another_post=Outside(document["another_post"]),
            another_signer=Outside(document.get("another_signer", Outside.REFUSE)),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise ProcessWrong(f"a field is missing or wrong: {error}", field="", step="") from None


def _text(value: object, most: int) -> str:
    if not isinstance(value, str) or not 0 < len(value.strip()) <= most:
        raise ValueError("a text is missing or too long")
    return value.strip()


def policy_on(on: date, published: Iterable[OutsidePolicy]) -> OutsidePolicy:
    """Return the policy in force on a day: the one that began last, the newest of equals.

    ``published`` come oldest first, the shipped one before all.
    """
    known = list(published)
    begun = [policy for policy in known if policy.valid_from <= on]
    return max(reversed(begun), key=lambda p: p.valid_from, default=known[0])


def outcome_outside(
    policy: OutsidePolicy, *, follows: bool, staffed: bool, signs: bool = False
) -> Outside:
    """Return what happens to a hand-over: ``follows`` the process, to a post that ``staffed`` it.

    A step that does not follow weighs more than the wrong people; who would sign and may not
    is held to ``another_signer``.
    """
    if not follows:
        return policy.another_step
    if signs and not staffed:
        return policy.another_signer
    return Outside.ALLOW if staffed else policy.another_post
