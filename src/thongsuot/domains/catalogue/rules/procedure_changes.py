"""How two versions of a procedure differ: field by field, paper by paper, channel by channel."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from thongsuot.domains.catalogue.rules.contents import Content, component_codes
from thongsuot.domains.catalogue.rules.limits import raw_limit
from thongsuot.domains.catalogue.terms import ComponentLine, Difference, Json, Method

PAPER_PARTS: Final = ("group", "name", "originals", "copies", "has_form_file")
CHANNEL_PARTS: Final = ("limit", "fee", "fee_amount", "note")


def differences(before: Content, after: Content) -> list[Difference]:
    """Return what differs between what two versions published.

    A paper is known by its code, a channel by its name; of other lists each line that went or
    came is told. A list whose lines only changed places is told once, as ``<list>.order``.
    """
    found: list[Difference] = []
    for name in dict.fromkeys((*before, *after)):
        old, new = before.get(name), after.get(name)
        if old != new:
            found += _of_field(name, old, new)
    return found


def _of_field(name: str, old: Json, new: Json) -> list[Difference]:
    if not (isinstance(old, list) and isinstance(new, list)):
        return [Difference(name, old, new)]
    told = LISTS.get(name, _lines)(name, old, new)
    return told or [Difference(f"{name}.order", _named(old), _named(new))]


def _lines(name: str, old: Sequence[Any], new: Sequence[Any]) -> list[Difference]:
    went = [Difference(name, line, None) for line in old if line not in new]
    return went + [Difference(name, None, line) for line in new if line not in old]


def _papers(name: str, old: Sequence[Any], new: Sequence[Any]) -> list[Difference]:
    was, now = _by_code(old), _by_code(new)
    found = [Difference(name, was[code], None, _of(was[code])) for code in was if code not in now]
    for code, line in now.items():
        if code not in was:
            found.append(Difference(name, None, line, _of(line)))
            continue
        found += [
            Difference(f"{name}.{part}", was[code].get(part), line.get(part), _of(line))
            for part in PAPER_PARTS
            if was[code].get(part) != line.get(part)
        ]
    return found


def _of(line: Mapping[str, Json]) -> str:
    return str(line["name"])


def _by_code(lines: Sequence[Any]) -> dict[str, dict[str, Json]]:
    papers = tuple(ComponentLine(**line) for line in lines)
    return dict(zip(component_codes(papers), lines, strict=True))


def _channels(name: str, old: Sequence[Any], new: Sequence[Any]) -> list[Difference]:
    was, now = _by_channel(old), _by_channel(new)
    found: list[Difference] = []
    for channel in dict.fromkeys((*was, *now)):
        if channel not in was or channel not in now:
            before, after = (channel if channel in side else None for side in (was, now))
            found.append(Difference(name, before, after, channel))
        found += _of_channel(name, channel, was.get(channel, {}), now.get(channel, {}))
    return found


def _of_channel(
    name: str, channel: str, was: Mapping[str, str], now: Mapping[str, str]
) -> list[Difference]:
    changed = [part for part in CHANNEL_PARTS if was.get(part) != now.get(part)]
    if "fee" in changed and "fee_amount" in changed:
        changed.remove("fee_amount")  # the text says it too
    return [Difference(f"{name}.{part}", was.get(part), now.get(part), channel) for part in changed]


def _by_channel(lines: Sequence[Any]) -> dict[str, dict[str, str]]:
    """Return what each channel says of limit, fee and note; several cases are parted by |."""
    said: dict[str, list[Method]] = {}
    for line in lines:
        said.setdefault(line["channel"], []).append(Method(**line))
    return {channel: _said_by(methods) for channel, methods in said.items()}


def _said_by(methods: Sequence[Method]) -> dict[str, str]:
    amounts = ("" if method.fee_amount is None else str(method.fee_amount) for method in methods)
    parts = {
        "limit": _joined(raw_limit(method) for method in methods),
        "fee": _joined(method.fee_text for method in methods),
        "fee_amount": _joined(amounts),
        "note": _joined(method.note for method in methods),
    }
    return {part: text for part, text in parts.items() if text}


def _joined(texts: Iterable[str]) -> str:
    return " | ".join(dict.fromkeys(filter(None, texts)))


def _named(lines: Sequence[Any]) -> list[Json]:
    return [line.get("name") or line.get("channel") if isinstance(line, dict) else line
            for line in lines]  # fmt: skip


LISTS: Final = {"components": _papers, "methods": _channels}
"""The lists whose lines are known by something that stays."""
