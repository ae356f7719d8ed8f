"""A stand-in SMS gateway: takes each request id once, says "taken before" to the second."""

import json
from collections.abc import Mapping
from typing import Final
from urllib.parse import urlencode

from thongsuot.adapters.sms.client import PATH, TAKEN, TAKEN_BEFORE
from thongsuot.adapters.stand_in import StandInServer

KEYS: Final = ("khoa-thu", "khoa-kin-thu")


class StandInGateway(StandInServer):
    """Keeps what it took, by request id; ``refusal`` answers the next letters with that code.

    ``named`` is what it calls the next ones instead of its own numbers.
    """

    def __init__(self) -> None:
        super().__init__(self._play_sms)
        self.taken: dict[str, dict[str, str]] = {}
        self.refusal = self.named = ""

    def reports_on(self, request_id: str, *, delivered: bool) -> str:
        """Return the address that the gateway calls to report on a letter it took."""
        place = list(self.taken).index(request_id) + 1
        said = {
            "SMSID": self.named or f"sms-{place}", "RequestId": request_id,
            "SendStatus": "5" if delivered else "4",
            "SendSuccess": str(int(delivered)), "SendFailed": str(int(not delivered)),
        }  # fmt: skip
        return f"{self.taken[request_id]['CallbackUrl']}&{urlencode(said)}"

    def _play_sms(self, path: str, _headers: Mapping[str, str], body: bytes) -> bytes:
        asked = json.loads(body)
        return json.dumps(self._weighed(path, asked)).encode()

    def _weighed(self, path: str, asked: dict[str, str]) -> dict[str, str]:
        if path != PATH or (asked.get("ApiKey"), asked.get("SecretKey")) != KEYS:
            return {"CodeResult": "101", "ErrorMessage": "Authorize Failed"}
        if self.refusal:
            return {"CodeResult": self.refusal, "ErrorMessage": "refused"}
        if asked["RequestId"] in self.taken:
            return {"CodeResult": TAKEN_BEFORE, "ErrorMessage": "RequestId is duplicated"}
        self.taken[asked["RequestId"]] = asked
        return {"CodeResult": TAKEN, "SMSID": self.named or f"sms-{len(self.taken)}"}
