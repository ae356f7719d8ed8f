"""Letters as SMS: a request with our own id, so that one sent twice arrives once."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from thongsuot.adapters import carriers, http_call
from thongsuot.domains.exchange.ports import CarrierDown, NeverWorks, TryLater
from thongsuot.domains.exchange.terms import Channel, Letter, Report

PATH: Final = "/MainService.svc/json/SendMultipleMessage_V4_post_json/"
TAKEN: Final = "100"
TAKEN_BEFORE: Final = "124"
"""This RequestId was taken already: the answer to it was lost on its way to us."""
OURS: Final = frozenset({"101", "103", "104", "140", "146"})
"""Our key, our balance, our brand name, our address, our registered text: no letter goes."""
NEVER: Final = frozenset({"99", "108", "118", "177"})
"""The number is blocked, is none, or its network is not served."""
FOR_CUSTOMERS: Final = "2"
"""Kind of message: care of customers under a brand name, no advertising."""


@dataclass(frozen=True, slots=True)
class SmsGateway:
    """Where and as whom messages are given in."""

    url: str
    brand: str
    api_key: str = field(repr=False)
    secret_key: str = field(repr=False)


def sms_gateway(url: str, brand: str, keys: Path) -> SmsGateway:
    """Return the gateway; ``keys`` is a file with the API key and the secret key, a line each.

    Raises:  ValueError when the file holds no two lines; OSError.
    """
    api_key, secret_key = keys.read_text("ascii").split()
    return SmsGateway(url, brand, api_key, secret_key)


class SmsCarrier:
    """Carries letters to one gateway; ``report_to`` says where it reports on one."""

    def __init__(
        self, gateway: SmsGateway, patience_s: float = http_call.PATIENCE_S,
        report_to: Callable[[UUID], str] | None = None,
    ) -> None:  # fmt: skip
        self._gateway, self._patience_s, self._report_to = gateway, patience_s, report_to

    def carry(self, letter: Letter) -> str:
        """Give the message in (``exchange.ports.Carrier``); returns the gateway's id of it."""
        said = self._asked(letter)
        code = str(said.get("CodeResult", ""))
        if code in {TAKEN, TAKEN_BEFORE}:
            return str(said.get("SMSID", ""))
        if code in OURS:
            raise CarrierDown(f"sms-{code}")
        raise (NeverWorks if code in NEVER else TryLater)(f"sms-{code or 'no-code'}")

    def _asked(self, letter: Letter) -> dict[str, Any]:
        url = self._gateway.url.rstrip("/") + PATH
        return carriers.ask(url, self._body(letter), {}, patience_s=self._patience_s)

    def _body(self, letter: Letter) -> dict[str, str]:
        back = {"CallbackUrl": self._report_to(letter.id)} if self._report_to else {}
        return back | {
            "ApiKey": self._gateway.api_key,
            "SecretKey": self._gateway.secret_key,
            "Brandname": self._gateway.brand,
            "SmsType": FOR_CUSTOMERS,
            "Phone": letter.address,
            "Content": letter.text,
            "IsUnicode": "0" if letter.text.isascii() else "1",
            "RequestId": str(letter.id),
        }


def read_report(said: Mapping[str, str]) -> Report | None:
    """Return what the gateway reports in the words of its call; None when it is no report.

    It says how many receivers were reached and how many not; ours has one.
    """
    try:
        letter = UUID(said["RequestId"])
        reached, missed = int(said["SendSuccess"]), int(said["SendFailed"])
    except (KeyError, ValueError):
        return None
    if {reached, missed} != {0, 1}:
        return None
    status = said.get("SendStatus", "")
    return Report(
        message=letter, channel=Channel.SMS, reference=said.get("SMSID", ""),
        delivered=reached == 1,
        fault="" if reached else f"sms-status-{status if status.isalnum() else ''}"[:40],
    )  # fmt: skip
