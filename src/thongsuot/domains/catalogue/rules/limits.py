"""Reading time limits: clear ones are taken, all others wait for a person.

Source:  docs/law/catalogue.md, "Thời hạn"; an unknown unit never defaults to something.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from thongsuot.domains.catalogue.terms import Channel, Method
from thongsuot.domains.deadlines.terms import TimeLimit, Unit
from thongsuot.kernel.text import fold

REASONS = {
    "limit-missing": "no limit is published",
    "unit-missing": "the limit has no unit",
    "unit-unknown": "the unit of the limit is not known",
    "limit-zero": "a limit of 0 says nothing",
    "limit-fraction": "the limit is not a whole number",
    "limits-differ": "one channel has several different limits (cases) and none for all",
}
"""Problems that keep a limit from being used until a person settles it."""


@dataclass(frozen=True, slots=True)
class UnitName:
    """A published name of a unit, and what to remark when it is met."""

    unit: Unit
    remark: str = ""


@dataclass(frozen=True, slots=True)
class LimitReading:
    """What the published text of a limit says: a limit, or the problem with it."""

    raw: str
    limit: TimeLimit | None
    problem: str = ""
    remark: str = ""


def raw_limit(method: Method) -> str:
    """Return the limit as published, e.g. ``7 Ngày làm việc``, ``1`` or the empty text."""
    if method.limit is None:
        return method.unit or ""
    return f"{method.limit:g} {method.unit or ''}".strip()


def read_limit(method: Method, units: Mapping[str, UnitName]) -> LimitReading:
    """Return the limit of one published line, or why it cannot be used.

    ``units`` maps folded unit names to units; a name that is not in it is unknown.
    """
    raw = raw_limit(method)
    problem = _problem(method, units)
    if problem:
        return LimitReading(raw, None, problem)
    name = units[fold(method.unit or "")]
    return LimitReading(raw, TimeLimit(int(method.limit or 0), name.unit), "", name.remark)


def _problem(method: Method, units: Mapping[str, UnitName]) -> str:
    if method.limit is None:
        return "limit-missing"
    if not method.unit:
        return "unit-missing"
    if fold(method.unit) not in units:
        return "unit-unknown"
    if method.limit <= 0:
        return "limit-zero"
    return "" if method.limit == int(method.limit) else "limit-fraction"


def channel_limits(
    methods: Iterable[Method], units: Mapping[str, UnitName]
) -> dict[Channel, LimitReading]:
    """Return one reading for each channel; limits of different channels are never mixed.

    Several lines of one channel stand when they all say the same; otherwise none of them does.
    """
    lines: dict[Channel, list[LimitReading]] = {}
    for method in methods:
        channel = find_channel(method.channel)
        if channel:
            lines.setdefault(channel, []).append(read_limit(method, units))
    return {channel: _together(readings) for channel, readings in lines.items()}


def _together(readings: list[LimitReading]) -> LimitReading:
    different = list(dict.fromkeys(reading.raw for reading in readings))
    if len(different) == 1:
        return readings[0]
    limits = {reading.limit for reading in readings}
    raw = " | ".join(different)
    if len(limits) == 1 and None not in limits:
        return LimitReading(raw, readings[0].limit, "", readings[0].remark)
    return LimitReading(raw, None, "limits-differ")


CHANNEL_NAMES = {
    "Trực tiếp": Channel.DIRECT,
    "Trực tuyến": Channel.ONLINE,
    "Dịch vụ bưu chính": Channel.POSTAL,
}
"""Channels as the national catalogue names them."""
_CHANNELS = {fold(name): channel for name, channel in CHANNEL_NAMES.items()} | {
    channel.value: channel for channel in Channel
}


def find_channel(name: str) -> Channel | None:
    """Return the channel of that published name, or None."""
    return _CHANNELS.get(fold(name))
