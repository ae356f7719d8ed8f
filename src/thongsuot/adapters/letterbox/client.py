"""Letters kept in a folder instead of being sent, one file a way, one line a letter.

For trying out with invented people: whoever runs it can read what would have been sent.
"""

import fcntl
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from thongsuot.domains.exchange.terms import Channel, Letter


@dataclass(frozen=True, slots=True)
class Kept:
    """A letter as it would have been sent."""

    id: str
    channel: str
    at: str
    address: str
    title: str
    text: str


class Letterbox:
    """One way that ends in a file."""

    def __init__(self, folder: Path, channel: Channel) -> None:
        self._file, self._channel = folder / f"{channel.value}.jsonl", channel

    def carry(self, letter: Letter) -> str:
        """Keep the letter (``exchange.ports.Carrier``)."""
        kept = Kept(
            str(letter.id), self._channel.value, letter.at.isoformat(), letter.address,
            letter.title, letter.text,
        )  # fmt: skip
        self._file.parent.mkdir(parents=True, exist_ok=True)
        with self._file.open("a", encoding="utf-8") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            file.write(json.dumps(asdict(kept), ensure_ascii=False) + "\n")
        return f"letterbox:{letter.id}"


def kept_in(folder: Path) -> Iterator[Kept]:
    """Yield every letter that was kept, way by way, in the order in which they came."""
    for file in sorted(folder.glob("*.jsonl")):
        with file.open(encoding="utf-8") as lines:
            yield from (Kept(**json.loads(line)) for line in lines)
