"""Letters over Zalo: the number of a registered text, what fills it, our id to follow it by."""

import hashlib
import hmac
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from thongsuot.adapters import carriers, http_call
from thongsuot.domains.exchange.ports import CarrierDown, NeverWorks, TryLater
from thongsuot.domains.exchange.terms import Channel, Letter, Report

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
        url, headers = self._url.rstrip("/") + PATH, {"access_token": self._token()}
        said = carriers.ask(url, body, headers, patience_s=self._patience_s)
        if not isinstance(said.get("error"), int):
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


def signed(body: bytes, *, app: str, stamp: str, secret: str) -> str:
    """Return what Zalo signs an event with: SHA-256 over application, event, time and secret."""
    parts = (app.encode(), body, stamp.encode(), secret.encode())
    return f"mac={hashlib.sha256(b''.join(parts)).hexdigest()}"


def read_report(body: bytes, headers: Mapping[str, str], *, secret: str) -> Report | None:
    """Return what Zalo reports; None for another event, or one that Zalo did not sign.

    It reports arrival alone: of a text nobody received it says nothing.
    """
    try:
        said = json.loads(body)
        json.dumps(said, ensure_ascii=False).encode()  # half a surrogate pair is no text
        app, stamp = str(said["app_id"]), str(said["timestamp"])
        told, is_arrival = said["message"], said["event_name"] == "user_received_message"
        letter, reference = UUID(str(told["tracking_id"])), str(told["msg_id"])
    except (KeyError, TypeError, ValueError, RecursionError):
        return None
    mark = signed(body, app=app, stamp=stamp, secret=secret)
    if (
        not is_arrival
        or not secret
        or not hmac.compare_digest(mark.encode(), headers.get("X-ZEvent-Signature", "").encode())
    ):
        return None
    return Report(message=letter, channel=Channel.ZALO, reference=reference, delivered=True)


def _abroad(phone: str) -> str:
    """Return ``84912000417`` for ``0912000417``."""
    return f"84{phone[1:]}" if phone.startswith("0") else phone
