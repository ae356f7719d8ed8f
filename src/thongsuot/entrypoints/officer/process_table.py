"""A process as the rows of a form: what was typed, read back.

Ways on, opinions and papers are lines of their row, each part of a line a field of its own.
"""

from collections.abc import Iterator, Mapping
from typing import Final

from django.http import HttpRequest
from django.utils.translation import gettext as _

from thongsuot.domains.catalogue.rules.process_content import FORMAT, MOST_STEPS, process_of
from thongsuot.domains.catalogue.terms import (
    END,
    Json,
    OpinionBeside,
    Process,
    ProcessStep,
    ProcessWrong,
    Seat,
    StepOutcome,
    Trigger,
)
from thongsuot.entrypoints.officer.process_rows import (
    FIELDS,
    LINES,
    MOST_LINES,
    OVER,
    Line,
    Row,
    Table,
    count_in,
    done_in,
    empty_line,
    empty_row,
)
from thongsuot.entrypoints.shared import posted
from thongsuot.kernel import formats

MOST_LETTERS: Final = 2000
MOST_MINUTES: Final = 10**8
"""More than any field of a row takes: what is too long is refused there, not cut here."""
WHOLE: Final = ("code", "name", "procedure", "level", "limit_minutes", "source")
_SAYING_NOTHING: Final = frozenset({"code", "must", "basis", "kind", "when"})
"""Parts of a line that are chosen, not typed: a line with nothing else was left empty."""


def new_table(procedure: str) -> Table:
    """Return the four steps most processes have."""
    desk = {"seat": "desk", "post": "desk"}
    rows = [
        empty_row("B1", "B2", name=_("Tiếp nhận, chuyển hồ sơ"), work="receive", **desk),
        empty_row("B2", "B3", name=_("Thẩm định, dự thảo kết quả")),
        empty_row("B3", "B4", name=_("Ký duyệt"), work="sign", post="head"),
        empty_row("B4", OVER, name=_("Trả kết quả"), work="return", **desk),
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


def _row(step: ProcessStep) -> Row:
    lane = step.lane
    kind = f":{lane.agency_kind.value}" if lane.agency_kind else ""
    said = {
        "was": step.code, "code": step.code, "name": step.name, "work": step.work.value,
        "seat": f"{lane.seat.value}{kind}", "post": lane.post.value, "unit": lane.unit,
        "share_minutes": str(step.share_minutes), "by_hand": "1" if step.by_hand else "",
    }  # fmt: skip
    return Row(
        said,
        [_outcome_typed(one) for one in step.outcomes] or [empty_line("outcomes")],
        [_opinion_typed(one) for one in step.opinions],
        [
            {"name": one.name, "signed_in": one.signed_in, "must": "1" if one.must else ""}
            for one in step.documents
        ],
    )


def _outcome_typed(one: StepOutcome) -> Line:
    when = "" if one.trigger is Trigger.DONE else one.trigger.value
    after = str(one.after_minutes or "")
    return {
        "code": one.code, "to": one.next or OVER, "name": one.name, "when": when, "after": after,
    }  # fmt: skip


def _opinion_typed(one: OpinionBeside) -> Line:
    return {
        "code": one.code, "name": one.name, "kind": one.agency_kind.value, "basis": one.basis,
        "limit": str(one.limit_minutes or ""), "must": "1" if one.must else "",
    }  # fmt: skip


def outcome_line(one: StepOutcome) -> str:
    """Return an outcome in words: where to, in what case, by what trigger."""
    when = {
        Trigger.DONE: "",
        Trigger.SUPPLEMENT: "" if one.name else _("khi người nộp đã bổ sung"),
        Trigger.TIME: _("sau {n} phút làm việc").format(n=one.after_minutes),
    }[one.trigger]
    case = ", ".join(filter(None, (one.name, when)))
    to = one.next or _("kết thúc")
    return f"{to} ({case})" if case else to


def sent(request: HttpRequest) -> dict[str, str]:
    """Return what the form of a table sends, each field on one line, as ``typed`` takes it."""
    done = posted.raw(request).get("done", "")  # our own JSON, bounded and read by ``done_in``
    return posted.lines(request, MOST_LETTERS) | {"done": done}


def typed(post: Mapping[str, str], code: str) -> Table:
    """Return what a form sends; ``code`` is that of a process that has one already."""
    count = min(count_in(post.get("rows", ""), 0), MOST_STEPS)
    whole = {name: post.get(name, "") for name in WHOLE}
    table = Table(
        whole=whole | ({"code": code} if code else {}),
        rows=[_row_typed(post, n) for n in range(count)] or [empty_row("B1")],
        seen=post.get("seen"),
        done=done_in(post.get("done", "")),
    )
    table.rename()
    return table


def _row_typed(post: Mapping[str, str], n: int) -> Row:
    row = Row({name: post.get(f"s{n}-{name}", "").strip() for name in FIELDS})
    for part, names in LINES.items():
        for k in range(MOST_LINES):
            if not any(f"s{n}-{part}-{k}-{name}" in post for name in names):
                break
            row.lines(part).append(
                {name: post.get(f"s{n}-{part}-{k}-{name}", "").strip() for name in names}
            )
    return row


def process_typed(table: Table) -> Process:
    """Return the process that was typed.

    Raises:  ProcessWrong, naming the step and the field.
    """
    whole = table.whole
    asked = {line["code"] for row in table.rows for line in row.opinions}
    return process_of({
        "format": FORMAT,
        **{name: whole[name] for name in ("code", "name", "procedure", "source")},
        "level": whole["level"] or None,
        "limit_minutes": _number(whole["limit_minutes"], "", "limit_minutes"),
        "steps": [_step(row, asked) for row in table.rows],
    })  # fmt: skip


def _step(row: Row, asked: set[str]) -> Json:
    said, code = row.said, row.code
    seat, _colon, kind = said["seat"].partition(":")
    return {
        "code": code, "name": said["name"], "work": said["work"],
        "lane": {
            "seat": seat, "post": said["post"], "unit": said["unit"],
            "agency_kind": kind if seat == Seat.KIND else None,
        },
        "share_minutes": _number(said["share_minutes"], code, "share_minutes"),
        "by_hand": bool(said["by_hand"]),
        "outcomes": list(_outcomes(row)),
        "opinions": [_opinion(line, code, asked) for line in _filled(row.opinions)],
        "documents": [
            {"name": line["name"], "signed_in": line["signed_in"], "must": bool(line["must"])}
            for line in _filled(row.documents)
        ],
    }  # fmt: skip


def _filled(lines: list[Line]) -> Iterator[Line]:
    """Yield the lines in which something was typed; an empty one was only offered."""
    for line in lines:
        if any(said for part, said in line.items() if part not in _SAYING_NOTHING):
            yield line


def _outcomes(row: Row) -> Iterator[Json]:
    taken = {line["code"] for line in row.outcomes}
    for line in _filled(row.outcomes):
        if not line["to"]:
            raise ProcessWrong("a way leads to no step", step=row.code, field="outcomes")
        trigger = _trigger(line["when"], row.code)
        is_time = trigger is Trigger.TIME
        yield {
            "code": line["code"] or _free("k", taken), "name": line["name"],
            "next": END if line["to"] == OVER else line["to"], "trigger": trigger.value,
            "after_minutes": _number(line["after"], row.code, "outcomes") if is_time else None,
        }  # fmt: skip


def _trigger(when: str, step: str) -> Trigger:
    try:
        return Trigger(when or Trigger.DONE)
    except ValueError:
        raise ProcessWrong("the trigger is none", step=step, field="outcomes") from None


def _opinion(line: Line, step: str, asked: set[str]) -> Json:
    return {
        "code": line["code"] or _free("yk", asked), "name": line["name"],
        "agency_kind": line["kind"], "basis": line["basis"],
        "limit_minutes": _number(line["limit"], step, "opinions"), "must": bool(line["must"]),
    }  # fmt: skip


def _free(letters: str, taken: set[str]) -> str:
    """Return a code that nothing has yet, and take it."""
    code = next(c for n in range(1, len(taken) + 2) if (c := f"{letters}{n}") not in taken)
    taken.add(code)
    return code


Choice = tuple[str, str]


def steps_to_choose(table: Table) -> list[Choice]:
    """Return the steps that a line may name, and what lines name though no row has it."""
    known = [(row.code, f"{row.code}. {row.said['name']}".rstrip(". ")) for row in table.rows]
    return with_typed(with_typed(known, table, "outcomes", "to"), table, "documents", "signed_in")


def with_typed(choices: list[Choice], table: Table, part: str, name: str) -> list[Choice]:
    """Return the choices of a field, and behind them what its lines say though it is none."""
    said = {line[name] for row in table.rows for line in row.lines(part)}
    gone = sorted(said - {"", OVER, *(value for value, _words in choices)})
    return [*choices, *((one, _("{code} (không có)").format(code=one)) for one in gone)]


def _number(text: str, step: str, name: str) -> int | None:
    if not text.strip():
        return None
    try:
        minutes = formats.parse_whole(text)
    except formats.Unreadable:
        minutes = -1
    if not 0 <= minutes < MOST_MINUTES:
        raise ProcessWrong("not a number of minutes", step=step, field=name)
    return minutes
