"""A process as canonical content and back: what a version keeps, what files exchange.

The document is strict: a field that is missing, unknown or of another kind is refused by name.
"""

import hashlib
from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Final, TypeVar

from thongsuot.domains.catalogue.terms import (
    Json,
    Lane,
    Level,
    OpinionBeside,
    Process,
    ProcessStep,
    ProcessWrong,
    Seat,
    StepDocument,
    StepOutcome,
    Trigger,
    Work,
)
from thongsuot.domains.organisation.terms import AgencyKind, PostKind
from thongsuot.kernel.canonical import canonical_json
from thongsuot.kernel.text import normalise

FORMAT: Final = "thongsuot-process/1"
MOST_STEPS: Final = 200
_LETTERS: Final = 600
_CODE: Final = 80
_MOST_MINUTES: Final = 10_000_000
_Word = TypeVar("_Word", bound=StrEnum)
_Row = Mapping[str, object]


def content_of(process: Process) -> dict[str, Json]:
    """Return the process as JSON; ``process_of`` gives the very same process back."""
    return {
        "format": FORMAT,
        "code": process.code,
        "name": process.name,
        "procedure": process.procedure,
        "level": process.level.value if process.level else None,
        "limit_minutes": process.limit_minutes,
        "source": process.source,
        "steps": [step_content(step) for step in process.steps],
    }


def digest_of(process: Process) -> str:
    """Return the SHA-256 of the canonical content."""
    return hashlib.sha256(canonical_json(content_of(process))).hexdigest()


def step_content(step: ProcessStep) -> dict[str, Json]:
    """Return one step as JSON."""
    lane = step.lane
    return {
        "code": step.code,
        "name": step.name,
        "work": step.work.value,
        "lane": {
            "seat": lane.seat.value,
            "post": lane.post.value,
            "agency_kind": lane.agency_kind.value if lane.agency_kind else None,
            "unit": lane.unit,
        },
        "share_minutes": step.share_minutes,
        "by_hand": step.by_hand,
        "outcomes": [
            {"code": o.code, "name": o.name, "next": o.next, "trigger": o.trigger.value,
             "after_minutes": o.after_minutes}
            for o in step.outcomes
        ],
        "opinions": [
            {"code": o.code, "name": o.name, "agency_kind": o.agency_kind.value,
             "basis": o.basis, "limit_minutes": o.limit_minutes,
             **({"must": True} if o.must else {})}
            for o in step.opinions
        ],
        "documents": [
            {"name": d.name, "signed_in": d.signed_in, **({"must": True} if d.must else {})}
            for d in step.documents
        ],
    }  # fmt: skip


def process_of(document: object) -> Process:
    """Return the process that a document states, every value checked.

    Raises:  ProcessWrong, naming the step and the field.
    """
    row = _object(document, "", "")
    if row.get("format") != FORMAT:
        raise ProcessWrong("not a process", field="format", step="")
    steps = _rows(row, "steps", "")
    if not 1 <= len(steps) <= MOST_STEPS:
        raise ProcessWrong("a process has some steps", field="steps", step="")
    level = row.get("level")
    return Process(
        code=_text(row, "code", "", most=_CODE),
        name=_text(row, "name", ""),
        procedure=_text(row, "procedure", "", most=_CODE, least=0),
        level=_word(Level, row, "level", "") if level is not None else None,
        limit_minutes=_minutes_or_none(row, "limit_minutes", "", least=1),
        source=_text(row, "source", "", least=0),
        steps=tuple(_step(step, place) for place, step in enumerate(steps, 1)),
    )


def _step(row: _Row, place: int) -> ProcessStep:
    code = _text(row, "code", str(place), most=_CODE)
    return ProcessStep(
        code=code,
        name=_text(row, "name", code),
        work=_word(Work, row, "work", code),
        lane=_lane(_object(row.get("lane"), "lane", code), code),
        share_minutes=_minutes(row, "share_minutes", code),
        by_hand=row.get("by_hand") is True,
        outcomes=tuple(_outcome(one, code) for one in _rows(row, "outcomes", code)),
        opinions=tuple(_opinion(one, code) for one in _rows(row, "opinions", code)),
        documents=tuple(
            StepDocument(
                name=_text(one, "name", code),
                signed_in=_text(one, "signed_in", code, most=_CODE, least=0),
                must=one.get("must") is True,
            )
            for one in _rows(row, "documents", code)
        ),
    )


def _lane(row: _Row, step: str) -> Lane:
    seat = _word(Seat, row, "seat", step)
    kind = row.get("agency_kind")
    if (seat is Seat.KIND) is (kind is None):
        raise ProcessWrong("a kind of agency goes with that seat alone", field="lane", step=step)
    return Lane(
        seat=seat,
        post=_word(PostKind, row, "post", step),
        agency_kind=_word(AgencyKind, row, "agency_kind", step) if kind is not None else None,
        unit=_text(row, "unit", step, least=0),
    )


def _outcome(row: _Row, step: str) -> StepOutcome:
    trigger = _word(Trigger, row, "trigger", step)
    after = _minutes_or_none(row, "after_minutes", step, least=1)
    if (trigger is Trigger.TIME) is (after is None):
        raise ProcessWrong("minutes go with time alone", field="outcomes", step=step)
    return StepOutcome(
        code=_text(row, "code", step, most=_CODE),
        name=_text(row, "name", step, least=0),
        next=_text(row, "next", step, most=_CODE, least=0),
        trigger=trigger,
        after_minutes=after,
    )


def _opinion(row: _Row, step: str) -> OpinionBeside:
    return OpinionBeside(
        code=_text(row, "code", step, most=_CODE),
        name=_text(row, "name", step),
        agency_kind=_word(AgencyKind, row, "agency_kind", step),
        basis=_text(row, "basis", step, most=_CODE),
        limit_minutes=_minutes_or_none(row, "limit_minutes", step, least=1),
        must=row.get("must") is True,
    )


def _object(value: object, field: str, step: str) -> _Row:
    if not isinstance(value, Mapping):
        raise ProcessWrong("not an object", field=field, step=step)
    return value


def _rows(row: _Row, name: str, step: str) -> Sequence[_Row]:
    found = row.get(name, [])
    if not isinstance(found, list) or not all(isinstance(one, Mapping) for one in found):
        raise ProcessWrong("not a list of rows", field=name, step=step)
    return found


def _text(row: _Row, name: str, step: str, *, most: int = _LETTERS, least: int = 1) -> str:
    value = row.get(name, "" if not least else None)
    if not isinstance(value, str) or not least <= len(normalise(value).strip()) <= most:
        raise ProcessWrong("a text is missing or too long", field=name, step=step)
    return normalise(value).strip()


def _minutes(row: _Row, name: str, step: str, *, least: int = 0) -> int:
    value = row.get(name)
    if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= _MOST_MINUTES:
        raise ProcessWrong("not a number of minutes", field=name, step=step)
    return value


def _minutes_or_none(row: _Row, name: str, step: str, *, least: int = 0) -> int | None:
    return None if row.get(name) is None else _minutes(row, name, step, least=least)


def _word(words: type[_Word], row: _Row, name: str, step: str) -> _Word:
    try:
        return words(str(row.get(name)))
    except ValueError:
        raise ProcessWrong("not one of the known words", field=name, step=step) from None
