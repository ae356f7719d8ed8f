"""The platform asked over HTTP or HTTPS; whatever it does, it is given up after some seconds."""

import json
from collections.abc import Collection, Mapping
from datetime import datetime
from http import HTTPStatus
from typing import Any, Final
from urllib.parse import urlsplit

from thongsuot.adapters import http_call
from thongsuot.adapters.payment_platform import wire
from thongsuot.domains.payments.ports import MessageForged, PlatformRefused, PlatformUnavailable
from thongsuot.domains.payments.rules.policies import shipped_policy
from thongsuot.domains.payments.terms import Confirmation, PlatformCodes, PlatformOrder, Verdict

PATIENCE_S: Final = 8.0
LARGEST_BYTES: Final = 2 * 1024 * 1024
MOST_DIGITS: Final = 13
MOST_LETTERS: Final = 2000
TOLD: Final = ("TrangThaiGD", "SoTien", "MaGiaoDich", "MaNganHang")
"""What an answer to QUERY may say besides the fields of its checksum."""
PDF: Final = b"%PDF-"
PORTS: Final = {"https": 443, "http": 80}


class HttpPaymentPlatform:
    """The platform by its address and what we are to it."""

    def __init__(
        self, url: str, partner: wire.Partner, patience_s: float = PATIENCE_S,
        pages: Collection[str] = (), codes: PlatformCodes | None = None,
    ) -> None:  # fmt: skip
        """Keep the address, who we are to it, and the origins of its ``pages``; its own if none.

        ``codes`` are those of the policy in force; without, of the one that is shipped.
        """
        self._codes = codes or shipped_policy().codes
        self._url, self._partner, self._patience_s = url, partner, patience_s
        self._pages = frozenset(pages) or frozenset({origin_of(url)})

    def open(self, order: PlatformOrder) -> str:
        """Return where the citizen goes on (``payments.ports.PaymentPlatform``)."""
        said = self._asked(wire.init(order, self._partner))
        if str(said.get("error_code")) not in self._codes.no_fault:
            raise PlatformRefused("the platform does not open this payment")
        try:
            address = json.loads(said["message"])["UrlThanhToan"]
        except (KeyError, TypeError, ValueError, RecursionError) as error:
            raise PlatformUnavailable("no address in the answer") from error
        if not (isinstance(address, str) and _is_web_address(address)):
            raise PlatformUnavailable("no web address in the answer")
        if origin_of(address) not in self._pages:
            raise PlatformUnavailable("an address that is not the platform's")
        return address

    def query(self, reference: str, *, at: datetime) -> Confirmation:
        """Return what became of a payment."""
        said = self._asked(wire.ask("QUERY", reference, self._partner, at))
        fields = self._codes.query_answer_fields
        if not wire.is_plain(said, (*fields, *TOLD)):
            raise MessageForged("a field is neither a word nor a number")
        if not wire.is_genuine(said, fields, self._partner.secret):
            raise MessageForged("the checksum of the answer is wrong")
        if said.get("MaThamChieu") != reference:
            raise MessageForged("the answer is about another payment")
        amount = _amount(said.get("SoTien"))
        if amount is None and said.get("SoTien") is not None:
            raise PlatformUnavailable("a sum that cannot be read")
        verdict = _verdict(self._codes, str(said.get("TrangThaiGD")))
        if verdict is Verdict.PAID and amount is None:
            verdict = Verdict.UNCLEAR  # nobody's sum is believed but the platform's own
        return Confirmation(
            reference, verdict, amount, str(said.get("MaGiaoDich") or ""),
            str(said.get("MaNganHang") or ""),
        )  # fmt: skip

    def bill(self, reference: str, *, at: datetime) -> bytes:
        """Return the platform's own receipt as PDF."""
        status, kind, body = self._sent(wire.ask("GET_BILL", reference, self._partner, at))
        if status == HTTPStatus.OK and kind.startswith("application/pdf") and body[:5] == PDF:
            return body
        raise PlatformRefused("the platform has no receipt")

    def read(self, message: Mapping[str, Any]) -> Confirmation:
        """Return what a confirmation that came to our door says."""
        if not wire.is_plain(message, wire.CONFIRM_FIELDS):
            raise MessageForged("a field is neither a word nor a number")
        if not wire.is_genuine(message, wire.CONFIRM_FIELDS, self._partner.secret):
            raise MessageForged("the checksum is wrong")
        if message.get("MaDoiTac") != self._partner.code or message.get("MaTienTe") != "VND":
            raise MessageForged("meant for another partner, or no đồng")
        amount = _amount(message.get("SoTien"))
        if amount is None:
            raise MessageForged("no sum")
        is_paid = str(message.get("MaLoi")) in self._codes.no_fault
        return Confirmation(
            str(message.get("MaThamChieu", "")), Verdict.PAID if is_paid else Verdict.FAILED,
            amount, str(message.get("MaGiaoDich", "")), str(message.get("MaNganHang", "")),
        )  # fmt: skip

    def answer(self, reference: str, *, accepted: bool, at: datetime) -> dict[str, Any]:
        """Return what a confirmation is answered with."""
        fault, words = ("00", "Thanh cong") if accepted else ("99", "Khong chap nhan")
        return wire.answer(fault, words, reference, self._partner, at, self._codes)

    def _asked(self, message: wire.Message) -> dict[str, Any]:
        status, _kind, body = self._sent(message)
        if status != HTTPStatus.OK:
            raise PlatformUnavailable(f"answered {status}")
        try:
            said = json.loads(body)
            json.dumps(said, ensure_ascii=False).encode()  # half a surrogate pair is no text
        except (ValueError, RecursionError) as error:
            raise PlatformUnavailable("the answer is no JSON") from error
        if not isinstance(said, dict):
            raise PlatformUnavailable("the answer is no object")
        return said

    def _sent(self, message: wire.Message) -> tuple[int, str, bytes]:
        headers = {"Content-Type": "application/json; charset=utf-8"}
        body = json.dumps(message, ensure_ascii=False).encode()
        try:
            answer = http_call.post(
                self._url, body, headers, patience_s=self._patience_s, most_bytes=LARGEST_BYTES
            )
        except http_call.NoAnswer as error:
            raise PlatformUnavailable(error.code) from error
        return answer.status, answer.kind, answer.body


def origin_of(address: str) -> str:
    """Return scheme, host and port of a web address; empty where it is none or names a user."""
    try:
        parts = urlsplit(address)
        usual, port = PORTS.get(parts.scheme), parts.port
    except ValueError:
        return ""
    if usual is None or not parts.hostname or parts.username is not None:
        return ""
    place = f"{parts.scheme}://{parts.hostname}"
    return place if port in {None, usual} else f"{place}:{port}"


def _is_web_address(text: str) -> bool:
    plain = text.isascii() and text.isprintable() and " " not in text and "\\" not in text
    return plain and len(text) <= MOST_LETTERS and bool(origin_of(text))


def _amount(said: object) -> int | None:
    text = str(said) if said is not None else ""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS else None


def _verdict(known: PlatformCodes, state: str) -> Verdict:
    meanings = (
        (known.paid, Verdict.PAID), (known.failed, Verdict.FAILED),
        (known.waiting, Verdict.WAITING),
    )  # fmt: skip
    return next((verdict for names, verdict in meanings if state in names), Verdict.UNKNOWN)
