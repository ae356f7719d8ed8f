"""Reading hand-over policies: dated data, never constants of the program."""

from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from typing import Final

from thongsuot.domains.custody.terms import (
    HandoverPolicy,
    OpinionBasis,
    PolicyWrong,
    Silence,
)
from thongsuot.domains.deadlines.terms import TimeLimit, Unit
from thongsuot.kernel.packaged import packaged_json
from thongsuot.kernel.rows import Row

FORMAT: Final = "thongsuot-handover-policy/1"
_CODE_LETTERS: Final = 40


def parse_policy(document: object) -> HandoverPolicy:
    """Return the policy that a document states, every value checked.

    What policies did not state at first (``decide_minutes``, ``basis_words``) is as shipped.
    Raises:  PolicyWrong, naming the field; also for silence that is to be consent though no law
             and no liability is named (NĐ 61/2018 Art. 19(5)(b): silence is no consent in general).
    """
    if not isinstance(document, Mapping) or document.get("format") != FORMAT:
        raise PolicyWrong("not a hand-over policy", field="format")
    row, own_words = Row(document, PolicyWrong), "basis_words" in document
    own_time = "decide_minutes" in document
    return HandoverPolicy(
        version=row.text("version", most=_CODE_LETTERS),
        valid_from=row.day("valid_from"),
        source=row.text("source"),
        answer_minutes=row.number("answer_minutes"),
        decide_minutes=row.number("decide_minutes")
        if own_time
        else shipped_policy().decide_minutes,
        returns_on_one_ground=row.number("returns_on_one_ground", least=2),
        crossings_of_two_agencies=row.number("crossings_of_two_agencies", least=2),
        opinion_bases=tuple(_basis(basis) for basis in row.rows("opinion_bases")),
        basis_words=row.words("basis_words") if own_words else shipped_policy().basis_words,
    )


def _basis(row: Row) -> OpinionBasis:
    silence = row.choice(Silence, "silence")
    liability = str(row.values.get("liability", "")).strip()
    if silence is Silence.CONSENT and not liability:
        raise PolicyWrong("consent by silence names who answers for it", field="liability")
    return OpinionBasis(
        code=row.text("code", most=_CODE_LETTERS),
        name=row.text("name"),
        source=row.text("source"),
        limit=TimeLimit(row.number("quantity"), row.choice(Unit, "unit")),
        silence=silence,
        liability=liability,
        procedures=row.words("procedures"),
        levels=row.words("levels"),
    )


def check_consent_is_bounded(stated: HandoverPolicy) -> None:
    """Refuse to publish consent by silence for whatever procedure.

    Policies that were published before this was asked stay readable; their consent covers nothing.
    Raises:  PolicyWrong.
    Source:  NĐ 61/2018 Art. 19(5)(b): only where a special law says so.
    """
    for basis in stated.opinion_bases:
        if basis.silence is Silence.CONSENT and not basis.procedures:
            raise PolicyWrong("consent by silence names its procedures", field="procedures")


def check_owed_stays(
    stated: HandoverPolicy, before: HandoverPolicy, document: Mapping[str, object]
) -> None:
    """Refuse a policy that silently lets go of parts that are owed until they are done.

    Whoever means it names the bases in ``no_longer_owed``.
    Raises:  PolicyWrong, naming them.
    """
    owed = _owed(before) - _owed(stated)
    said = document.get("no_longer_owed")
    left = sorted(owed - set(said if isinstance(said, list) else ()))
    if left:
        raise PolicyWrong(
            "parts of linked procedures would no longer be owed; say so in no_longer_owed",
            field="no_longer_owed", bases=", ".join(left),
        )  # fmt: skip


def _owed(policy: HandoverPolicy) -> set[str]:
    return {basis.code for basis in policy.opinion_bases if basis.silence is Silence.OWED}


def policy_on(on: date, published: Iterable[HandoverPolicy]) -> HandoverPolicy:
    """Return the policy in force on a day: the one that began last, the newest of equals.

    ``published`` come oldest first; the shipped policy is the oldest of all.
    """
    begun = [p for p in (shipped_policy(), *published) if p.valid_from <= on]
    return max(reversed(begun), key=lambda p: p.valid_from, default=shipped_policy())


@cache
def shipped_policy() -> HandoverPolicy:
    """Return the policy that comes with the package."""
    return parse_policy(packaged_json("thongsuot.domains.custody", "policy.json"))
