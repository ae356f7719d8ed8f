"""The rows of a process in its form: added, dropped, moved by buttons, and each of that undone.

A row that comes between two, or goes, takes the way along: what led past it leads to it, what led
to it leads on. So do the lines of a row: its ways on, opinions and papers. Undoing puts rows, lines
and ways back and leaves what was typed meanwhile.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from thongsuot.domains.catalogue.rules.process_content import MOST_STEPS

FIELDS: Final = (
    "was", "code", "name", "work", "seat", "post", "unit", "share_minutes", "by_hand",
)  # fmt: skip
LINES: Final[Mapping[str, Sequence[str]]] = {
    "outcomes": ("code", "to", "name", "when", "after"),
    "opinions": ("code", "name", "kind", "basis", "limit", "must"),
    "documents": ("name", "signed_in", "must"),
}
MOST_LINES: Final = 40
MOST_DONE: Final = 20
OVER: Final = "-"
"""As where a way leads: nowhere, the process ends; an empty one is not chosen yet."""
_MOST_LETTERS: Final = 200_000
Line = dict[str, str]


@dataclass(slots=True)
class Row:
    """One step as text, and the lines of its ways on, opinions and papers."""

    said: dict[str, str]
    outcomes: list[Line] = field(default_factory=list)
    opinions: list[Line] = field(default_factory=list)
    documents: list[Line] = field(default_factory=list)

    @property
    def code(self) -> str:
        """The step's code as it was typed."""
        return self.said["code"]

    def lines(self, part: str) -> list[Line]:
        """Return the lines of one part, a name in ``LINES``."""
        return {
            "outcomes": self.outcomes, "opinions": self.opinions, "documents": self.documents,
        }[part]  # fmt: skip

    @property
    def only_way(self) -> str:
        """Where the step leads in every case; '' if there are several ways or cases."""
        if len(self.outcomes) != 1 or any(self.outcomes[0][part] for part in ("name", "when")):
            return ""
        return self.outcomes[0]["to"]

    @property
    def has_more(self) -> bool:
        """Whether something is typed that most steps do not have."""
        return bool(self.opinions or self.documents or self.said["unit"] or self.said["by_hand"])


@dataclass(slots=True)
class Done:
    """One change by a button: what undoes it.

    ``ways`` are those that it led elsewhere: code of the row, number of the line, from, to.
    ``part`` and ``line`` are those of a line that went.
    """

    act: str
    at: int
    row: Row
    ways: list[tuple[str, int, str, str]] = field(default_factory=list)
    part: str = ""
    line: int = 0


@dataclass(slots=True)
class Table:
    """What was typed, as text; ``seen`` is the digest of what the editor opened."""

    whole: dict[str, str]
    rows: list[Row]
    seen: str | None = None
    done: list[Done] = field(default_factory=list)

    def change(self, what: str) -> None:
        """Add, drop or move one row or line, or undo that; unknown words do nothing.

        ``add:2`` adds behind the third row; ``more:2:opinions`` gives it a line, and
        ``less:2:opinions:0`` takes its first.
        """
        act, _colon, place = what.partition(":")
        if act == "undo":
            self._undo()
            return
        where, _colon, within = place.partition(":")
        at = count_in(where, len(self.rows))
        if at >= len(self.rows):
            return
        if act == "add" and len(self.rows) < MOST_STEPS:
            self._add(at + 1)
        elif act == "drop" and len(self.rows) > 1:
            self._drop(at)
        elif act in ("up", "down"):
            self._move(at, at - 1 if act == "up" else at + 1)
        elif act in ("more", "less"):
            self._change_lines(act, at, within)
        self.done = self.done[-MOST_DONE:]

    @property
    def undoes(self) -> tuple[str, str]:
        """The act that undoing would undo, and the code of its row; two empty words for none."""
        last = self.done[-1] if self.done else None
        return (last.act, last.row.code) if last else ("", "")

    @property
    def done_as_text(self) -> str:
        """What may be undone, as the form carries it."""
        rows = [
            [one.act, one.at, _row_as_json(one.row), one.ways, one.part, one.line]
            for one in self.done
        ]
        return json.dumps(rows, ensure_ascii=False, separators=(",", ":"))

    def _add(self, at: int) -> None:
        before, row = self.rows[at - 1], empty_row(self._free_code())
        way = before.only_way
        done = Done("add", at, row)
        if way:
            row.outcomes[0]["to"] = way
            _lead(before, way, row.code, done)
        self.rows.insert(at, row)
        self.done.append(done)

    def _drop(self, at: int) -> None:
        gone = self.rows.pop(at)
        done = Done("drop", at, gone)
        for row in self.rows:
            if gone.only_way not in ("", row.code):
                _lead(row, gone.code, gone.only_way, done)
        self.done.append(done)

    def _move(self, at: int, to: int) -> None:
        if 0 <= to < len(self.rows):
            self.rows[at], self.rows[to] = self.rows[to], self.rows[at]
            self.done.append(Done("move", min(at, to), self.rows[to]))

    def _change_lines(self, act: str, at: int, within: str) -> None:
        part, _colon, number = within.partition(":")
        if part not in LINES:
            return
        lines, line = self.rows[at].lines(part), count_in(number, MOST_LINES)
        if act == "more" and len(lines) < MOST_LINES:
            lines.append(empty_line(part))
        elif act == "less" and line < len(lines):
            gone = Row({"code": self.rows[at].code})
            gone.lines(part).append(lines.pop(line))
            self.done.append(Done("less", at, gone, [], part, line))

    def _undo(self) -> None:
        if not self.done:
            return
        last = self.done.pop()
        self._put_back(last)
        for code, line, was, became in last.ways:
            for row in self.rows:
                if row.code == code and line < len(row.outcomes):
                    _replace(row.outcomes[line], "to", became, was)

    def _put_back(self, last: Done) -> None:
        at, rows = last.at, self.rows
        if last.act == "drop" and len(rows) < MOST_STEPS:
            rows.insert(min(at, len(rows)), last.row)
        elif last.act == "add" and 0 < at < len(rows):
            del rows[at]
        elif last.act == "move" and at + 1 < len(rows):
            rows[at], rows[at + 1] = rows[at + 1], rows[at]
        elif last.act == "less" and at < len(rows) and last.part in LINES:
            rows[at].lines(last.part)[last.line : last.line] = last.row.lines(last.part)

    def _free_code(self) -> str:
        known = {row.code for row in self.rows}
        return next(f"B{n}" for n in range(1, MOST_STEPS + 2) if f"B{n}" not in known)

    def rename(self) -> None:
        """Let ways and signatures follow a step whose code was typed anew."""
        anew = {row.said["was"]: row.code for row in self.rows if row.said["was"]}
        for row in self.rows:
            for line in row.outcomes:
                line["to"] = anew.get(line["to"], line["to"])
            for line in row.documents:
                line["signed_in"] = anew.get(line["signed_in"], line["signed_in"])
            row.said["was"] = row.code


def _lead(row: Row, was: str, to: str, done: Done) -> None:
    for number, line in enumerate(row.outcomes):
        if line["to"] == was:
            done.ways.append((row.code, number, was, to))
            line["to"] = to


def _replace(line: Line, part: str, was: str, to: str) -> None:
    if line[part] == was:
        line[part] = to


def empty_line(part: str, **typed: str) -> Line:
    """Return a line of a part with nothing typed."""
    return dict.fromkeys(LINES[part], "") | typed


def empty_row(code: str, to: str = "", **typed: str) -> Row:
    """Return a row with nothing typed but its code and perhaps where it leads."""
    said = dict.fromkeys(FIELDS, "") | {"work": "verify", "seat": "competent", "post": "handler"}
    said |= {"was": code, "code": code, "share_minutes": "0"} | typed
    return Row(said, [empty_line("outcomes", to=to)])


def done_in(text: str) -> list[Done]:
    """Return what a form of ours says may be undone; anything else was not ours."""
    if len(text) > _MOST_LETTERS:
        return []
    try:
        return [_done(*one) for one in json.loads(text or "[]")][-MOST_DONE:]
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return []


def _row_as_json(row: Row) -> list[Any]:
    return [row.said, row.outcomes, row.opinions, row.documents]


def _done(act: Any, at: Any, row: Any, ways: Any, part: Any, line: Any) -> Done:
    said, *parts = row
    kept = Row({name: str(said.get(name, "")) for name in FIELDS})
    for name, lines in zip(LINES, parts, strict=True):
        kept.lines(name).extend(
            {one: str(typed.get(one, "")) for one in LINES[name]} for typed in lines
        )
    led = [(str(code), max(int(n), 0), str(was), str(to)) for code, n, was, to in ways]
    return Done(str(act), max(int(at), 0), kept, led, str(part), max(int(line), 0))


def count_in(text: str, otherwise: int) -> int:
    """Return the number that a page of ours sends back; anything else was not ours."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= 4 else otherwise
