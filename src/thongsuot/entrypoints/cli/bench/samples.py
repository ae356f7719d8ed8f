"""Sealed values as the rooms store them, made once and used for many rows."""

import hashlib
from dataclasses import dataclass

from django.conf import settings

from thongsuot.entrypoints.cli.bench.units import answers
from thongsuot.kernel.canonical import canonical_json


@dataclass(frozen=True, slots=True)
class Sealed:
    """One value for each sealed column and each keyed index; they open as any other."""

    identity: bytes
    answers: bytes
    declared: bytes
    pin: bytes
    phone_end: bytes
    reason: bytes
    salt: bytes
    index: bytes

    def index_of(self, number: int) -> bytes:
        """Return another keyed index for each number."""
        return hashlib.sha256(self.index + number.to_bytes(8)).digest()


def sealed() -> Sealed:
    """Return sample values sealed with this installation's keys."""
    identity = {
        "full_name": "Nguyễn Thị Ví Dụ", "personal_id": "999190000017", "phone": "0912000417",
        "address": "Thôn Một, xã Mẫu, tỉnh Mẫu",
    }  # fmt: skip
    seal = settings.KEYRING.seal
    return Sealed(
        identity=seal(canonical_json(identity), b"people_person.identity"),
        answers=seal(canonical_json(answers()), b"dossiers_dossier.answers"),
        declared=seal(
            canonical_json({"kind": "citizen", **identity}), b"dossiers_dossier.declared"
        ),
        pin=seal(b"123456", b"dossiers_dossier.pin"),
        phone_end=seal(b"0417", b"dossiers_dossier.phone_end"),
        reason=seal("Người nộp rút hồ sơ".encode(), b"dossiers_ending.reason"),
        salt=bytes(16),
        index=settings.KEYRING.blind_index("bench", "bench"),
    )
