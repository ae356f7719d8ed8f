"""Letters over Zalo: the number of a registered text, what fills it, our id to follow it by."""

import json
from pathlib import Path
from typing import Any, Final

from thongsuot.adapters import http_call
from thongsuot.adapters.http_call import NoAnswer
from thongsuot.domains.exchange.ports import CarrierDown, NeverWorks, TryLater
from thongsuot.domains.exchange.terms import Letter

URL: Final = "https://business.openapi.zalo.me"
PATH: Final = "/message/template"
OURS: Final = frozenset({-101, -102, -103, -104, -105, -115, -124})
"""Our application, our account, our balance, our token: no letter goes."""
NEVER: Final = frozenset({-108, -109, -110, -111, -112, -114, -116, -117, -118, -119})
"""The number or the text is none there, or this person gets nothing over Zalo."""


class ZaloCarrier:
    """Carries letters to Zalo; the token is read anew each time, as others renew it."""

    def __init__(
        self, token_file: Path, url: str = URL, patience_s: float = http_call.PATIENCE_S
    ) -> None:
        self._token_file, self._url, self._patience_s = token_file, url, patience_s

    def carry(self, letter: Letter) -> str:
        """Give the message in (``exchange.ports.Carrier``); returns Zalo's id of it."""
        if not letter.registered.isdigit():
            raise NeverWorks("zalo-not-registered")
        said = self._asked(letter)
        code = said.get("error")
        if code == 0:
            return str((said.get("data") or {}).get("msg_id", ""))
        if code in OURS:
            raise CarrierDown(f"zalo{code}")
        raise (NeverWorks if code in NEVER else TryLater)(f"zalo{code}")

    def _asked(self, letter: Letter) -> dict[str, Any]:
        body = {
            "phone": _abroad(letter.address),
            "template_id": letter.registered,
            "template_data": dict(letter.fields),
            "tracking_id": str(letter.id),
        }
        headers = {"Content-Type": "application/json", "access_token": self._token()}
        try:
            answer = http_call.post(
                self._url.rstrip("/") + PATH, json.dumps(body).encode(), headers,
                patience_s=self._patience_s,
            )  # fmt: skip
        except NoAnswer as error:
            raise CarrierDown(error.code) from error
        if answer.status != 200:
            raise CarrierDown(f"http-{answer.status}")
        try:
            said = json.loads(answer.body)
        except ValueError as error:
            raise TryLater("unreadable") from error
        if not isinstance(said, dict) or not isinstance(said.get("error"), int):
            raise TryLater("unreadable")
        return said

    def _token(self) -> str:
        try:
            token = self._token_file.read_text("ascii").strip()
        except (OSError, UnicodeDecodeError) as error:
            raise CarrierDown("no-token") from error
        if not token:
            raise CarrierDown("no-token")
        return token


def _abroad(phone: str) -> str:
    """Return ``84912000417`` for ``0912000417``."""
    return f"84{phone[1:]}" if phone.startswith("0") else phone
