"""Reading texts and settings of messages: dated data, never constants of the program."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time
from functools import cache
from string import Formatter
from typing import Any, Final

from thongsuot.domains.exchange.terms import (
    Audience,
    Channel,
    SendingPolicy,
    Template,
    Value,
    Wordings,
    WordingWrong,
    ZaloText,
)
from thongsuot.kernel import formats
from thongsuot.kernel.clock import to_local
from thongsuot.kernel.packaged import packaged_json

FORMAT: Final = "thongsuot-messages/1"
ALWAYS: Final = frozenset({"code", "site", "link", "hotline"})
"""What every text may name besides the values of its occasion."""
_LINK_KNOWS: Final = frozenset({"code", "site"})


def parse_wordings(document: object) -> Wordings:
    """Return the texts and settings that a document states, every one checked.

    Raises:  WordingWrong, naming the field.
    """
    if not isinstance(document, Mapping) or document.get("format") != FORMAT:
        raise WordingWrong("not a document of messages", field="format")
    version, source = _text(document, "version", most=40), _text(document, "source")
    stated = document.get("settings")
    return Wordings(
        version=version,
        valid_from=_day(document, "valid_from"),
        source=source,
        links=tuple(_link(who, text) for who, text in document.get("links", {}).items()),
        templates=tuple(_template(row, version) for row in _rows(document, "templates")),
        policy=_policy(stated, source, version) if stated is not None else None,
    )


def in_force(on: date, published: Iterable[Wordings]) -> dict[str, Template]:
    """Return the text of every occasion on a day; ``published`` come oldest first."""
    said = {template.code: template for template in shipped().templates}
    for document in _begun(on, published):
        said |= {template.code: _as_needed(template, said) for template in document.templates}
    return said


def _as_needed(template: Template, before: Mapping[str, Template]) -> Template:
    """Return a text that is needed where the one before it is: the law may have come since."""
    earlier = before.get(template.code)
    needed = template.needed or bool(earlier and earlier.needed)
    return replace(template, needed=needed)


def policy_of(on: date, published: Iterable[Wordings]) -> SendingPolicy:
    """Return how messages are sent on a day: as the newest document that states it has it."""
    stated = [d.policy for d in (shipped(), *_begun(on, published)) if d.policy]
    return stated[-1]


def links_of(on: date, published: Iterable[Wordings]) -> dict[Audience, str]:
    """Return the addresses that texts point to, by whom they are for."""
    found = dict(shipped().links)
    for document in _begun(on, published):
        found |= dict(document.links)
    return found


def filled(text: str, values: Mapping[str, Value]) -> str:
    """Return a text with its values written the Vietnamese way.  Raises: KeyError."""
    return _Writer().vformat(text, (), values)


@cache
def shipped() -> Wordings:
    """Return the texts and settings that come with the package."""
    return parse_wordings(packaged_json("thongsuot.domains.exchange", "messages.json"))


def _begun(on: date, published: Iterable[Wordings]) -> list[Wordings]:
    begun = [document for document in published if document.valid_from <= on]
    return sorted(begun, key=lambda document: document.valid_from)


def _local_day(value: Value) -> str:
    if isinstance(value, str):
        value = datetime.fromisoformat(value) if "T" in value else date.fromisoformat(value)
    if isinstance(value, datetime):
        value = to_local(value).date()
    return formats.date(value)  # type: ignore[arg-type]  # a day by now


def _moment(value: Value) -> str:
    at = datetime.fromisoformat(value) if isinstance(value, str) else value
    return formats.moment(at)  # type: ignore[arg-type]  # an instant by now


class _Writer(Formatter):
    """``str.format`` with Vietnamese styles; values are data, so no attribute is reached."""

    WRITERS: Final[Mapping[str, Callable[[Any], str]]] = {
        "": str,
        "day": _local_day,
        "moment": _moment,
        "number": formats.number,
        "dong": formats.dong,
    }

    def get_field(self, field_name: str, args: Any, kwargs: Any) -> tuple[Any, str]:  # noqa: ARG002 - the signature of Formatter
        return kwargs[field_name], field_name

    def format_field(self, value: Any, format_spec: str) -> str:
        return self.WRITERS[format_spec](value)


STYLES: Final = frozenset(_Writer.WRITERS)
"""How a value may be written."""


def _template(row: Mapping[str, Any], version: str) -> Template:
    sample = {name: _sample(value) for name, value in row.get("sample", {}).items()}
    email, zalo = row.get("email") or {}, row.get("zalo")
    made = Template(
        code=_text(row, "code", most=40),
        audience=_choice(Audience, row, "for"),
        needed=bool(row.get("needed")),
        source=_text(row, "source"),
        sample=tuple(sample.items()),
        sms=_text(row, "sms", most=600) if row.get("sms") else "",
        title=_text(email, "title", most=120) if email else "",
        body=tuple(_paragraphs(email)) if email else (),
        zalo=_zalo(zalo) if zalo else None,
        version=version,
    )
    _check_names(made, frozenset(sample) | ALWAYS)
    return made


def _check_names(made: Template, known: frozenset[str]) -> None:
    """Refuse a text that names what it will not be given, or a style that there is not."""
    fields = [text for _name, text in made.zalo.fields] if made.zalo else []
    for text in (made.sms, made.title, *made.body, *fields):
        _check_text(text, known, made.code)
    if not any(made.has(channel) for channel in Channel):
        raise WordingWrong("an occasion has a text on one way at least", field=made.code)


def _check_text(text: str, known: frozenset[str], where: str) -> None:
    try:
        named = [(name, style) for _, name, style, _ in Formatter().parse(text) if name is not None]
    except ValueError:
        raise WordingWrong("a brace without its partner", field=where) from None
    for name, style in named:
        if name not in known or style not in _Writer.WRITERS:
            raise WordingWrong("a text names what it is not given", field=f"{where}.{name}")


def _link(who: str, text: str) -> tuple[Audience, str]:
    _check_text(text, _LINK_KNOWS, f"links.{who}")
    return _choice(Audience, {"links": who}, "links"), text


def _zalo(row: Mapping[str, Any]) -> ZaloText:
    fields = row.get("fields")
    if not isinstance(fields, Mapping):
        raise WordingWrong("the fields of a text at Zalo are missing", field="zalo")
    return ZaloText(_text(row, "template", most=40), tuple(fields.items()))


def _policy(row: Mapping[str, Any], source: str, version: str) -> SendingPolicy:
    return SendingPolicy(
        order=tuple(_channels(row, "order")),
        quiet_channels=frozenset(_channels(row, "quiet_channels")),
        quiet_from=_time(row, "quiet_from"),
        quiet_to=_time(row, "quiet_to"),
        retry_minutes=tuple(_minutes(row)),
        sms_parts=_number(row, "sms_parts"),
        sms_accents=bool(row.get("sms_accents")),
        too_old_hours=_number(row, "too_old_hours"),
        address_days=_number(row, "address_days"),
        keep_days=_number(row, "keep_days"),
        source=source,
        version=version,
    )


def _sample(value: Any) -> Value:
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise WordingWrong("a sample is a code, a number or a date", field="sample")
    return value


def _paragraphs(row: Mapping[str, Any]) -> Sequence[str]:
    found = row.get("body")
    if not isinstance(found, list) or not all(isinstance(p, str) and p.strip() for p in found):
        raise WordingWrong("a letter is a list of paragraphs", field="body")
    return found


def _channels(row: Mapping[str, Any], name: str) -> list[Channel]:
    return [_choice(Channel, {name: word}, name) for word in row.get(name) or ()]


def _minutes(row: Mapping[str, Any]) -> list[int]:
    return [_number({"retry_minutes": m}, "retry_minutes") for m in row.get("retry_minutes") or ()]


def _text(row: Mapping[str, Any], name: str, *, most: int = 400) -> str:
    value = row.get(name)
    if not isinstance(value, str) or not 0 < len(value.strip()) <= most:
        raise WordingWrong("a text is missing or too long", field=name)
    return value.strip()


def _number(row: Mapping[str, Any], name: str) -> int:
    value = row.get(name)
    if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= 1_000_000:
        raise WordingWrong("not a number in its bounds", field=name)
    return value


def _day(row: Mapping[str, Any], name: str) -> date:
    try:
        return date.fromisoformat(row.get(name))  # type: ignore[arg-type]  # caught below
    except (TypeError, ValueError):
        raise WordingWrong("not a day", field=name) from None


def _time(row: Mapping[str, Any], name: str) -> time:
    try:
        return time.fromisoformat(row.get(name))  # type: ignore[arg-type]  # caught below
    except (TypeError, ValueError):
        raise WordingWrong("not a time", field=name) from None


def _rows(row: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    found = row.get(name, [])
    if not isinstance(found, list) or not all(isinstance(entry, Mapping) for entry in found):
        raise WordingWrong("not a list of rows", field=name)
    return found


def _choice(words: Any, row: Mapping[str, Any], name: str) -> Any:
    try:
        return words(row.get(name))
    except ValueError:
        raise WordingWrong("not one of the known words", field=name) from None
