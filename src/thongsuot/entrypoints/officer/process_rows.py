"""The rows of a process in its form: added, dropped, moved by buttons, and each of that undone.

A row that comes between two, or goes, takes the way along: what led past it leads to it, what led
to it leads on. Undoing puts rows and ways back and leaves what was typed meanwhile.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from thongsuot.domains.catalogue.rules.process_content import MOST_STEPS

BAR: Final = "|"
FIELDS: Final = (
    "code", "name", "work", "seat", "post", "unit", "share_minutes", "by_hand", "outcomes",
    "opinions", "documents",
)  # fmt: skip
MOST_DONE: Final = 20
_MOST_LETTERS: Final = 200_000
Row = dict[str, str]


@dataclass(slots=True)
class Done:
    """One change by a button: what undoes it.

    ``ways`` are the boxes that it changed: code of the row, what was there, what came there.
    """

    act: str
    at: int
    row: Row = field(default_factory=dict)
    ways: list[list[str]] = field(default_factory=list)


@dataclass(slots=True)
class Table:
    """What was typed, as text; ``seen`` is the digest of what the editor opened."""

    whole: dict[str, str]
    rows: list[Row]
    seen: str | None = None
    done: list[Done] = field(default_factory=list)

    def change(self, what: str) -> None:
        """Add, drop or move one row, or undo that; unknown words do nothing.

        ``add:2`` adds behind the third.
        """
        act, _colon, place = what.partition(":")
        if act == "undo":
            self._undo()
            return
        at = count_in(place, len(self.rows))
        if at >= len(self.rows):
            return
        if act == "add" and len(self.rows) < MOST_STEPS:
            self._add(at + 1)
        elif act == "drop" and len(self.rows) > 1:
            self._drop(at)
        elif act in ("up", "down"):
            self._move(at, at - 1 if act == "up" else at + 1)
        self.done = self.done[-MOST_DONE:]

    @property
    def undoes(self) -> tuple[str, str]:
        """The act that undoing would undo, and the code of its row; two empty words for none."""
        last = self.done[-1] if self.done else None
        return (last.act, last.row.get("code", "")) if last else ("", "")

    @property
    def done_as_text(self) -> str:
        """What may be undone, as the form carries it."""
        rows = [[one.act, one.at, one.row, one.ways] for one in self.done]
        return json.dumps(rows, ensure_ascii=False, separators=(",", ":"))

    def _add(self, at: int) -> None:
        before, row = self.rows[at - 1], empty_row(self._free_code())
        way = before["outcomes"].strip()
        done = Done("add", at, row)
        if way and "\n" not in way and BAR not in way:
            row["outcomes"] = way
            self._lead(before, row["code"], done)
        self.rows.insert(at, row)
        self.done.append(done)

    def _drop(self, at: int) -> None:
        gone = self.rows.pop(at)
        done = Done("drop", at, gone)
        onward = gone["outcomes"].strip()
        if onward and "\n" not in onward and BAR not in onward:
            for row in self.rows:
                self._lead(row, _redirected(row, gone["code"], onward), done)
        self.done.append(done)

    def _move(self, at: int, to: int) -> None:
        if 0 <= to < len(self.rows):
            self.rows[at], self.rows[to] = self.rows[to], self.rows[at]
            self.done.append(Done("move", min(at, to), self.rows[to]))

    @staticmethod
    def _lead(row: Row, outcomes: str, done: Done) -> None:
        if outcomes != row["outcomes"]:
            done.ways.append([row["code"], row["outcomes"], outcomes])
            row["outcomes"] = outcomes

    def _undo(self) -> None:
        if not self.done:
            return
        last = self.done.pop()
        if last.act == "drop" and len(self.rows) < MOST_STEPS:
            self.rows.insert(min(last.at, len(self.rows)), last.row)
        elif last.act == "add" and 0 < last.at < len(self.rows):
            del self.rows[last.at]
        elif last.act == "move" and last.at + 1 < len(self.rows):
            at = last.at
            self.rows[at], self.rows[at + 1] = self.rows[at + 1], self.rows[at]
        for code, was, became in last.ways:
            for row in self.rows:
                if row["code"] == code and row["outcomes"] == became:
                    row["outcomes"] = was

    def _free_code(self) -> str:
        known = {row["code"] for row in self.rows}
        return next(f"B{n}" for n in range(1, MOST_STEPS + 2) if f"B{n}" not in known)


def _redirected(row: Row, gone: str, onward: str) -> str:
    """Return the ways of a row with those to a step that went leading on."""
    lines = [line.split(BAR) for line in row["outcomes"].splitlines()]
    if onward == row["code"] or not any(parts[0].strip() == gone for parts in lines):
        return row["outcomes"]
    for parts in lines:
        if parts[0].strip() == gone:
            parts[0] = f"{onward} " if len(parts) > 1 else onward
    return "\n".join(BAR.join(parts) for parts in lines)


def empty_row(code: str, **typed: str) -> Row:
    """Return a row with nothing typed but its code."""
    whole = dict.fromkeys(FIELDS, "") | {"work": "verify", "seat": "competent", "post": "handler"}
    return whole | {"code": code, "share_minutes": "0"} | typed


def done_in(text: str) -> list[Done]:
    """Return what a form of ours says may be undone; anything else was not ours."""
    if len(text) > _MOST_LETTERS:
        return []
    try:
        return [_done(*one) for one in json.loads(text or "[]")][-MOST_DONE:]
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return []


def _done(act: Any, at: Any, row: Mapping[str, Any], ways: Any) -> Done:
    kept = {name: str(row.get(name, "")) for name in FIELDS}
    return Done(str(act), max(int(at), 0), kept, [[str(a), str(b), str(c)] for a, b, c in ways])


def count_in(text: str, otherwise: int) -> int:
    """Return the number that a page of ours sends back; anything else was not ours."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= 4 else otherwise
