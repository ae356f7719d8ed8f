"""Taking out of a PDF what acts on its own: scripts, launches, submissions, embedded files.

Every object of the file is looked at, wherever it hangs, so that nothing survives in an unusual
place. What only leads somewhere, as links to pages of the web do, stays.
"""

from collections.abc import Iterator
from typing import Any, Final

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Stream, String

MAX_OBJECTS: Final = 300_000
MAX_NESTING: Final = 200

_ACTIVE_KEYS: Final = (
    "/EmbeddedFiles",
    "/JavaScript",
    "/XFA",  # a form with scripts of its own
    "/RichMediaContent",
    "/RichMediaSettings",
    "/3DD",
)
_ACTIVE_ACTIONS: Final = frozenset(
    {
        "/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/GoToE", "/GoToR", "/Rendition",
        "/RichMediaExecute", "/Movie", "/Sound",
    }
)  # fmt: skip
_ACTIVE_ANNOTATIONS: Final = frozenset(
    {"/FileAttachment", "/RichMedia", "/Screen", "/Movie", "/Sound", "/3D"}
)
_EMBEDDED_KEYS: Final = ("/F", "/UF", "/DOS", "/Mac", "/Unix")


def needed_program(pdf: pikepdf.Pdf) -> str | None:
    """Return what the file is, if its real pages show in its own program only."""
    if "/Collection" in pdf.Root:
        return "portfolio"
    if pdf.Root.get("/NeedsRendering") is True and "/AcroForm" in pdf.Root:
        return "dynamic-form"
    return None


def disarm(pdf: pikepdf.Pdf) -> bool:
    """Take everything active out of ``pdf`` in place; return whether there was any.

    Raises:  ValueError for a file of unreasonably many or deep objects.
    """
    if len(pdf.objects) > MAX_OBJECTS:
        raise ValueError("too many objects")
    removed = False
    for whole in pdf.objects:
        for part in _parts(whole):
            removed |= _disarm_part(part)
    return removed


def _parts(whole: Object) -> Iterator[Object]:
    """Yield one indirect object and what lies in it directly; the rest is met by itself."""
    waiting: list[tuple[Any, int]] = [(whole, 0)]
    while waiting:
        part, depth = waiting.pop()
        if depth > MAX_NESTING:
            raise ValueError("nested too deeply")
        yield part
        waiting += [(item, depth + 1) for item in _values(part) if _is_direct(item)]


def _values(part: Object) -> list[object]:
    if isinstance(part, Dictionary | Stream):
        return [value for _key, value in part.items()]
    return list(part) if isinstance(part, Array) else []


def _is_direct(value: object) -> bool:
    return isinstance(value, Dictionary | Array) and not value.is_indirect


def _disarm_part(part: Object) -> bool:
    if isinstance(part, Dictionary | Stream):
        active = _active_keys(part)
        for key in active:
            del part[key]
        return bool(active)
    return isinstance(part, Array) and _drop_active_annotations(part)


def _active_keys(part: Object) -> list[str]:
    """Return the keys to take out: all of an action, else those that bring something active."""
    if "/S" in part and _is_name(part["/S"], _ACTIVE_ACTIONS):
        return list(part.keys()) if isinstance(part, Dictionary) else ["/S"]
    active = [key for key in _ACTIVE_KEYS if key in part]
    if "/JS" in part and _is_script(part["/JS"]):
        active.append("/JS")
    if "/EF" in part and _is_embedded(part["/EF"]):
        active.append("/EF")
    return active


def _is_name(value: object, names: frozenset[str]) -> bool:
    return isinstance(value, Name) and str(value) in names


def _is_script(value: object) -> bool:
    """Whether a value under ``/JS`` is a script, not a font or picture that is called so."""
    return isinstance(value, String) or (isinstance(value, Stream) and "/Subtype" not in value)


def _is_embedded(value: object) -> bool:
    """Whether a value under ``/EF`` holds files, not a font or picture that is called so."""
    return isinstance(value, Dictionary) and any(key in value for key in _EMBEDDED_KEYS)


def _drop_active_annotations(items: Array) -> bool:
    places = [place for place, item in enumerate(items) if _is_active_annotation(item)]
    for place in reversed(places):
        del items[place]
    return bool(places)


def _is_active_annotation(item: object) -> bool:
    return (
        isinstance(item, Dictionary)
        and "/Subtype" in item
        and _is_name(item["/Subtype"], _ACTIVE_ANNOTATIONS)
    )
