"""Reading event logs: XES (IEEE 1849), plain or gzipped, of any size, a case at a time."""

import gzip
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import IO, Any, Final

from lxml import etree

from thongsuot.domains.accountability.terms import Case, HolderMissing, LogUnreadable, Moment

NAME: Final = "concept:name"
INSTANT: Final = "time:timestamp"
GZIP: Final = b"\x1f\x8b"
ATTRIBUTES_NAMED: Final = 12
"""How many attribute names a refusal lists."""

Tell = Callable[[int], None]


def read_xes(path: Path, holder: str, tell: Tell = lambda _bytes: None) -> Iterator[Case]:
    """Yield the cases of the log at ``path``; ``holder`` is the event attribute that names one.

    ``tell`` hears how many bytes of the file have been read. Memory holds one case.

    Raises:  LogUnreadable for what is no XES; HolderMissing at the end, when there were events
    and none had the attribute.
    """
    seen: set[str] = set()
    events = 0
    for case in _cases(path, holder, seen, tell):
        events += len(case.moments)
        yield case
    if events and holder not in seen:
        names = ", ".join(sorted(seen)[:ATTRIBUTES_NAMED])
        raise HolderMissing("no event has this attribute", attribute=holder, there_are=names)


def _cases(path: Path, holder: str, seen: set[str], tell: Tell) -> Iterator[Case]:
    with _opened(path) as (raw, content), _refusing():
        parsed = etree.iterparse(
            content, events=("end",), tag=("{*}event", "{*}trace", "{*}log"),
            resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True,
        )  # fmt: skip
        moments: list[Moment] = []
        closed = False
        for _end, element in parsed:
            local = etree.QName(element).localname
            if local == "event":
                moments.append(_moment(element, holder, seen))
                element.clear()
            elif local == "trace":
                yield Case(_name_of(element), moments)
                moments = []
                _forget(element)
                tell(raw.tell())
            else:
                closed = True
        if not closed:
            raise LogUnreadable("the file is XML, but no event log")


def _moment(event: etree._Element, holder: str, seen: set[str]) -> Moment:
    found: str | None = None
    at, is_unreadable = None, False
    for attribute in event:
        key = attribute.get("key")
        if key is None:
            continue
        seen.add(key)
        if key == holder:
            found = attribute.get("value") or None
        if key == INSTANT:
            at = _instant(attribute.get("value"))
            is_unreadable = at is None and bool(attribute.get("value"))
    return Moment(found, at, int(event.sourceline or 0), is_unreadable)


def _instant(text: str | None) -> datetime | None:
    """Return an instant, or None for what is none: it is a gap in the log, not its end."""
    try:
        return datetime.fromisoformat(text) if text else None
    except ValueError:
        return None


def _name_of(trace: etree._Element) -> str:
    return next((str(a.get("value", "")) for a in trace if a.get("key") == NAME), "")


def _forget(trace: etree._Element) -> None:
    """Let a case that was told go from memory, and what stood before it."""
    trace.clear()
    above = trace.getparent()
    while above is not None and trace.getprevious() is not None:
        del above[0]


@contextmanager
def _opened(path: Path) -> Iterator[tuple[IO[bytes], Any]]:
    """Open a file, unpacking it by its content and not by its name."""
    try:
        raw = path.open("rb")
    except OSError as error:
        raise LogUnreadable("the file cannot be opened") from error
    with raw:
        packed = raw.read(len(GZIP)) == GZIP
        raw.seek(0)
        if not packed:
            yield raw, raw
            return
        with gzip.open(raw) as content:
            yield raw, content


@contextmanager
def _refusing() -> Iterator[None]:
    """Turn what the parsers say of a broken file into a refusal."""
    try:
        yield
    except etree.XMLSyntaxError as error:
        raise LogUnreadable(
            "the file is no XML, or it breaks off", line=error.lineno or 0
        ) from error
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        raise LogUnreadable("the packed file is damaged, or it breaks off") from error
