"""What one unit is: a dossier entered, received and read; the same for every client."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

PROCEDURE = "1.001193"
"""Birth registration: one day, the commune settles it."""

SAMPLE_NUMBERS = "9991{:08d}"
"""Personal numbers in the range reserved for samples, each used once."""


@dataclass(frozen=True, slots=True)
class Counter:
    """One place where dossiers come in: its desk, its officer, his token, who is competent."""

    desk: str
    desk_id: int
    competent: str
    competent_id: int
    officer_id: int
    post_id: int
    token: str


@dataclass(slots=True)
class Tally:
    """What one client did in the measured window.

    Units:   ``latencies_s`` in seconds, one per request, by kind.
    """

    units: int
    latencies_s: dict[str, list[float]]


KINDS = ("create", "receive", "read")


def answers() -> dict[str, dict[str, Any]]:
    """Return what a birth registration usually answers; invented."""
    return {
        "nguoi-nop": {
            "applicant_full_name": "Nguyễn Thị Ví Dụ",
            "applicant_personal_id": "999190000017",
            "applicant_phone": "0912000417",
            "applicant_address": "Thôn Một, xã Mẫu, tỉnh Mẫu",
        },
        "dua-tre": {
            "child_full_name": "Nguyễn Văn Ví Dụ",
            "child_sex": "nam",
            "child_birth_on": "2026-03-01",
            "child_birth_place": "Bệnh viện Mẫu",
            "child_hometown": "Xã Mẫu, tỉnh Mẫu",
        },
        "cha-me": {
            "mother_full_name": "Nguyễn Thị Ví Dụ",
            "mother_birth_on": "1990-01-01",
            "father_full_name": "Trần Văn Ví Dụ",
            "father_birth_on": "1988-01-01",
        },
    }


def body(counter: Counter, number: int) -> bytes:
    """Return what a counter sends to enter the dossier of applicant ``number``."""
    document = {
        "procedure": PROCEDURE,
        "agency": counter.desk,
        "channel": "direct",
        "applicant": {
            "full_name": "Nguyễn Thị Ví Dụ",
            "personal_id": SAMPLE_NUMBERS.format(number),
            "phone": "0912000417",
            "address": "Thôn Một, xã Mẫu, tỉnh Mẫu",
        },
        "answers": answers(),
    }
    return json.dumps(document, ensure_ascii=False).encode()


def sums(tallies: Sequence[Tally]) -> Tally:
    """Return what all clients did together."""
    latencies = {
        kind: sorted(spent for tally in tallies for spent in tally.latencies_s[kind])
        for kind in KINDS
    }
    return Tally(sum(tally.units for tally in tallies), latencies)
