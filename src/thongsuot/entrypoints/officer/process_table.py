"""A process as the rows of a form: what was typed, rows added, moved and dropped, read back.

One line of a box is one outcome, opinion or paper, its parts between bars; so the table needs no
script. What a box does not show, the codes of outcomes, comes from the version before.
"""

import re
from collections.abc import Mapping
from typing import Final

from django.utils.translation import gettext as _

from thongsuot.domains.catalogue.rules.process_content import FORMAT, MOST_STEPS, process_of
from thongsuot.domains.catalogue.terms import (
    END,
    Json,
    Process,
    ProcessStep,
    ProcessWrong,
    Seat,
    StepOutcome,
    Trigger,
)
from thongsuot.entrypoints.officer.process_rows import (
    BAR,
    FIELDS,
    Table,
    count_in,
    done_in,
    empty_row,
)
from thongsuot.entrypoints.shared.process_words import AGENCIES

WHOLE: Final = ("code", "name", "procedure", "level", "limit_minutes", "source")
_AFTER: Final = re.compile(r"^sau\s+(\d+)(\s*phút)?$")


def new_table(procedure: str) -> Table:
    """Return the four steps most processes have."""
    desk = {"seat": "desk", "post": "desk"}
    rows = [
        empty_row("B1", name=_("Tiếp nhận, chuyển hồ sơ"), work="receive", outcomes="B2", **desk),
        empty_row("B2", name=_("Thẩm định, dự thảo kết quả"), outcomes="B3"),
        empty_row("B3", name=_("Ký duyệt"), work="sign", post="head", outcomes="B4"),
        empty_row("B4", name=_("Trả kết quả"), work="return", outcomes=_("kết thúc"), **desk),
    ]
    whole = dict.fromkeys(WHOLE, "") | {"code": procedure, "procedure": procedure}
    return Table(whole, rows)


def table_of(process: Process, *, seen: str | None = None) -> Table:
    """Return a process as it is typed; ``seen`` is the digest of the version it comes from."""
    whole = {
        "code": process.code, "name": process.name, "procedure": process.procedure,
        "level": process.level.value if process.level else "",
        "limit_minutes": str(process.limit_minutes or ""), "source": process.source,
    }  # fmt: skip
    return Table(whole, [_row(step) for step in process.steps], seen)


def _row(step: ProcessStep) -> dict[str, str]:
    lane = step.lane
    kind = f":{lane.agency_kind.value}" if lane.agency_kind else ""
    return {
        "code": step.code, "name": step.name, "work": step.work.value,
        "seat": f"{lane.seat.value}{kind}", "post": lane.post.value, "unit": lane.unit,
        "share_minutes": str(step.share_minutes), "by_hand": "1" if step.by_hand else "",
        "outcomes": "\n".join(outcome_line(one) for one in step.outcomes),
        "opinions": "\n".join(
            _joined(one.code, one.name, str(AGENCIES[one.agency_kind]), one.basis,
                    str(one.limit_minutes or ""), _("bắt buộc") if one.must else "")
            for one in step.opinions
        ),
        "documents": "\n".join(_joined(one.name, one.signed_in) for one in step.documents),
    }  # fmt: skip


def outcome_line(one: StepOutcome) -> str:
    """Return an outcome as one line: where to, in what case, by what trigger."""
    when = {
        Trigger.DONE: "",
        Trigger.SUPPLEMENT: _("bổ sung"),
        Trigger.TIME: f"sau {one.after_minutes}",
    }[one.trigger]
    return _joined(one.next or _("kết thúc"), one.name, when)


def _joined(*parts: str) -> str:
    return f" {BAR} ".join(parts).rstrip(f" {BAR}")


def typed(post: Mapping[str, str], code: str) -> Table:
    """Return what a form sends; ``code`` is that of a process that has one already."""
    count = min(count_in(post.get("rows", ""), 0), MOST_STEPS)
    rows = [{name: post.get(f"s{n}-{name}", "") for name in FIELDS} for n in range(count)]
    whole = {name: post.get(name, "") for name in WHOLE}
    return Table(
        whole=whole | ({"code": code} if code else {}),
        rows=rows or [empty_row("B1")],
        seen=post.get("seen"),
        done=done_in(post.get("done", "")),
    )


def process_typed(table: Table, before: Process | None) -> Process:
    """Return the process that was typed.

    Raises:  ProcessWrong, naming the step and the field.
    """
    whole = table.whole
    return process_of({
        "format": FORMAT,
        **{name: whole[name] for name in ("code", "name", "procedure", "source")},
        "level": whole["level"] or None,
        "limit_minutes": _number(whole["limit_minutes"], "", "limit_minutes"),
        "steps": [_step(row, before) for row in table.rows],
    })  # fmt: skip


def _step(row: dict[str, str], before: Process | None) -> Json:
    code = row["code"].strip()
    seat, _colon, kind = row["seat"].partition(":")
    known = before.find_step(code) if before else None
    return {
        "code": code, "name": row["name"], "work": row["work"],
        "lane": {
            "seat": seat, "post": row["post"], "unit": row["unit"],
            "agency_kind": kind if seat == Seat.KIND else None,
        },
        "share_minutes": _number(row["share_minutes"], code, "share_minutes"),
        "by_hand": bool(row["by_hand"]),
        "outcomes": _outcomes(row["outcomes"], code, known),
        "opinions": [_opinion(parts, code) for parts in _lines(row["opinions"], 6, code)],
        "documents": [
            {"name": name, "signed_in": signed}
            for name, signed in _lines(row["documents"], 2, code)
        ],
    }  # fmt: skip


def _outcomes(text: str, step: str, known: ProcessStep | None) -> list[Json]:
    codes = {outcome_line(one): one.code for one in known.outcomes} if known else {}
    taken = set(codes.values())
    found: list[Json] = []
    for number, (to, name, when) in enumerate(_lines(text, 3, step), 1):
        trigger, after = _trigger(when, step)
        to = END if to.casefold() == _("kết thúc") else to
        line = outcome_line(StepOutcome("", name, to, trigger, after))
        free = next(c for c in _names(number) if c not in taken) if line not in codes else ""
        taken.add(free)
        found.append({
            "code": codes.get(line) or free, "name": name, "next": to,
            "trigger": trigger.value, "after_minutes": after,
        })  # fmt: skip
    return found


def _names(number: int) -> list[str]:
    return [f"k{number}", *(f"k{number}-{n}" for n in range(2, MOST_STEPS))]


def _trigger(when: str, step: str) -> tuple[Trigger, int | None]:
    said = when.casefold()
    if not said:
        return Trigger.DONE, None
    if said == _("bổ sung"):
        return Trigger.SUPPLEMENT, None
    if after := _AFTER.match(said):
        return Trigger.TIME, int(after[1])
    raise ProcessWrong("the trigger is none", step=step, field="outcomes")


def _opinion(parts: list[str], step: str) -> Json:
    code, name, kind, basis, limit, must = parts
    if must and must.casefold() != _("bắt buộc"):
        raise ProcessWrong("a mark is none", step=step, field="opinions")
    return {
        "code": code, "name": name, "agency_kind": _kind(kind), "basis": basis,
        "limit_minutes": _number(limit, step, "opinions"), "must": bool(must),
    }  # fmt: skip


def _kind(words: str) -> str:
    """Return the kind of agency that somebody wrote, in its words or its code."""
    said = words.casefold()
    return next((kind.value for kind in AGENCIES if str(AGENCIES[kind]).casefold() == said), said)


def _lines(text: str, parts: int, step: str) -> list[list[str]]:
    """Return the parts of each line that says something, missing ones empty."""
    found = []
    for line in filter(None, map(str.strip, text.splitlines())):
        said = [part.strip() for part in line.split(BAR)]
        if len(said) > parts:
            raise ProcessWrong("a line has too many parts", step=step, field="lines")
        found.append([*said, *[""] * (parts - len(said))])
    return found


def _number(text: str, step: str, name: str) -> int | None:
    said = text.strip().replace(".", "")
    if not said:
        return None
    if not said.isdecimal() or len(said) > 8:
        raise ProcessWrong("not a number of minutes", step=step, field=name)
    return int(said)
