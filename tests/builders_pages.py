"""A page as a browser reads it: what stands in its fields, what it says, what it is made of."""

from collections.abc import Iterator
from html.parser import HTMLParser

BASIS_LETTERS = 200
"""So much at most stands in a field of one line."""
ENOUGH = "Đã xem NĐ 61/2018: "
"""Makes a short string long enough to be a reason, and one that names a document."""
MARKUP = set("<>{}")
"""Without one of these a text is looked at where it is stored only: a page costs the most."""


class ReadPage(HTMLParser):
    """The fields and words of one page; whatever was not escaped shows as an alien element."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.fields: dict[str, str] = {}
        self.hidden: dict[str, str] = {}
        self.chosen: dict[str, str] = {}
        """Radio buttons that are set, and the first option of a list that names something."""
        self.elements: dict[str, int] = {}
        self.attributes: set[str] = set()
        self.pieces: list[str] = []
        self._in = self._list = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Count the element; note a field."""
        given = {name: value or "" for name, value in attrs}
        self.elements[tag] = self.elements.get(tag, 0) + 1
        self.attributes |= given.keys()
        if tag == "input" and given.get("type", "text") not in {"hidden", "radio", "checkbox"}:
            self.fields[given.get("name", "")] = given.get("value", "")
        self._choose(tag, given)
        if tag == "textarea":
            self._in = given["name"]
            self.fields[self._in] = ""

    def _choose(self, tag: str, given: dict[str, str]) -> None:
        name, value = given.get("name", ""), given.get("value", "")
        if tag == "input" and given.get("type") == "hidden":
            self.hidden[name] = value
        if tag == "input" and given.get("type") == "radio" and "checked" in given:
            self.chosen[name] = value
        if tag == "select":
            self._list = name
        if tag == "option" and value:
            self.chosen.setdefault(self._list, value)

    def handle_endtag(self, tag: str) -> None:
        """Leave a field of several lines; its first line end belongs to the markup."""
        if tag == "textarea":
            written = self.fields[self._in].removeprefix("\r").removeprefix("\n")
            self.fields[self._in], self._in = written, ""

    def handle_data(self, data: str) -> None:
        """Keep the words."""
        if self._in:
            self.fields[self._in] += data
        else:
            self.pieces.append(data)

    @property
    def words(self) -> str:
        """Everything the page says, on one line."""
        return " ".join("".join(self.pieces).split())


def packed(strings: list[str], most: int, between: str = " ¦ ") -> Iterator[str]:
    """Join strings into few texts of at most ``most`` characters; a longer one comes alone."""
    rooms: list[list[str]] = []
    left: list[int] = []
    for text in sorted(strings, key=len, reverse=True):
        needed = len(text) + len(between)
        place = next((place for place, room in enumerate(left) if room >= needed), len(rooms))
        if place == len(rooms):
            rooms.append([])
            left.append(most + len(between))
        rooms[place].append(text)
        left[place] -= needed
    yield from map(between.join, rooms)


def sendings(fields: dict[str, int], strings: list[str]) -> Iterator[dict[str, str]]:
    """Give what is typed into a form: every string comes in every field, that has room for it.

    Fields are independent, so that one sending fills them all.
    """
    columns = {
        name: [text for text in texts(strings, most) if len(text) <= most]
        for name, most in fields.items()
    }
    for place in range(max(map(len, columns.values()))):
        yield {name: column[place % len(column)] for name, column in columns.items()}


def texts(strings: list[str], most: int) -> list[str]:
    """Return the strings as texts that are long enough to be a reason; markup comes first."""
    room = most - len(ENOUGH) - chunk_ends(strings, most)
    marked = [text for text in strings if MARKUP & set(text)]
    others = [text for text in strings if not MARKUP & set(text)]
    return [ENOUGH + text for text in [*packed(marked, room), *packed(others, room)]]


def chunk_ends(strings: list[str], most: int) -> int:
    """Return how many letters line ends may add on their way through a form."""
    return sum("\n" in text for text in strings) if most > BASIS_LETTERS else 0
