"""A stand-in for Zalo Notification Service: knows some texts, some numbers, one token."""

import json
from collections.abc import Mapping
from typing import Any, Final

from thongsuot.adapters.stand_in import StandInServer
from thongsuot.adapters.zalo.client import PATH, signed

APP: Final = "4512369870"
TOKEN: Final = "ma-truy-cap-thu"  # noqa: S105 - of the stand-in, no secret


class StandInZalo(StandInServer):
    """Keeps what it took; ``refusal`` answers the next letters with that code."""

    def __init__(self, templates: Mapping[str, frozenset[str]]) -> None:
        super().__init__(self._play_zalo)
        self._templates = dict(templates)
        self.taken: list[dict[str, Any]] = []
        self.without_account: set[str] = set()
        self.refusal = 0

    def report_on(self, place: int, *, secret: str) -> tuple[bytes, dict[str, str]]:
        """Return body and headers by which Zalo reports that a letter arrived."""
        stamp, tracked = "1772420400000", self.taken[place - 1]["tracking_id"]
        said = {
            "event_name": "user_received_message", "app_id": APP, "timestamp": stamp,
            "message": {"msg_id": f"zalo-{place}", "tracking_id": tracked},
        }  # fmt: skip
        body = json.dumps(said).encode()
        mark = signed(body, app=APP, stamp=stamp, secret=secret)
        return body, {"X-ZEvent-Signature": mark}

    def _play_zalo(self, path: str, headers: Mapping[str, str], body: bytes) -> bytes:
        token = {name.lower(): value for name, value in headers.items()}.get("access_token")
        code = self._weighed(path, token, json.loads(body))
        said = {"error": code, "message": "Success" if code == 0 else "refused"}
        data = {"msg_id": f"zalo-{len(self.taken)}"} if code == 0 else {}
        return json.dumps({**said, "data": data}).encode()

    def _weighed(self, path: str, token: str | None, asked: dict[str, Any]) -> int:
        if path != PATH or token != TOKEN:
            return -124
        if self.refusal:
            return self.refusal
        fields = self._templates.get(asked["template_id"])
        if fields is None:
            return -109
        if fields != set(asked["template_data"]):
            return -112
        if not asked["phone"].startswith("84") or asked["phone"] in self.without_account:
            return -118
        self.taken.append(asked)
        return 0
