"""A stand-in for the platform: plays its side on the wire, faults included, on loopback alone."""

import html
import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Final
from urllib.parse import parse_qs, urlsplit
from urllib.request import Request, urlopen

from thongsuot.adapters.payment_platform import wire
from thongsuot.domains.payments.rules.policies import shipped_policy

FAULTS: Final = {
    "": "Trả đủ tiền",
    "short": "Trả thiếu 1.000 đồng",
    "double": "Trả đủ, báo hai lần",
    "twice": "Trừ tiền hai lần",
    "lost-callback": "Trả đủ, mất tin báo về",
    "late": "Trả đủ, tin báo về trễ",
    "forged": "Không trả, gửi tin báo giả",
    "refused": "Hủy, không trả",
}
"""What the page of the stand-in offers; the first is what usually happens."""
ONLY_ON_THE_WIRE: Final = ("down", "garbage", "lost-answer", "wrong-checksum")
BILL: Final = b"%PDF-1.4\n% stand-in bill\n%%EOF\n"


@dataclass
class Order:
    """One payment as the platform knows it."""

    reference: str
    amount: int
    state: str = "0"
    paid: int = 0
    transaction: str = ""
    waiting: list[wire.Message] = field(default_factory=list)
    """Confirmations that are late."""


class StandInPlatform:
    """Takes INIT, QUERY and GET_BILL, shows a page to pay at, confirms at the partner's door.

    ``fault`` makes every answer misbehave: ``down``, ``garbage``, ``lost-answer`` (it acts and
    does not answer), ``wrong-checksum``. What happens to one payment is chosen at its page.
    Without ``says_more`` a QUERY names no transaction, without ``says_sum`` no sum either: the
    public client that we read shows neither.
    """

    def __init__(
        self,
        partner: wire.Partner,
        *,
        door: str,
        back: str,
        clock: Callable[[], datetime],
        send: Callable[[str, bytes], bytes] | None = None,
    ) -> None:
        self.partner, self.door, self.back, self.clock = partner, door, back, clock
        self.send = send or _posted
        self.orders: dict[str, Order] = {}
        self.fault, self.address, self.says_more, self.says_sum = "", "", True, True
        self.told: list[str] = []
        self._turn = threading.Lock()

    def answer(self, message: wire.Message) -> tuple[HTTPStatus, str, bytes]:
        """Return what it answers to a message of its partner."""
        kind = str(message.get("LoaiBanTin"))
        fields = wire.INIT_FIELDS if kind == "INIT" else wire.ASK_FIELDS
        if not wire.is_genuine(message, fields, self.partner.secret):
            return _json({"error_code": "9", "MaLoi": "9", "message": "MaXacThuc"})
        with self._turn:
            if kind == "INIT":
                return self._opened(message)
            order = self.orders.get(str(message["MaThamChieu"]))
            if kind == "GET_BILL":
                is_there = order is not None and order.state == "1"
                return (HTTPStatus.OK, "application/pdf", BILL) if is_there else _json({}, 404)
            return self._state(str(message["MaThamChieu"]), order)

    def _opened(self, message: wire.Message) -> tuple[HTTPStatus, str, bytes]:
        reference, amount = str(message["MaThamChieu"]), int(message["SoTien"])
        known = self.orders.setdefault(reference, Order(reference, amount))
        if known.amount != amount:
            return _json({"error_code": "2", "message": "MaThamChieu"})
        address = json.dumps({"UrlThanhToan": f"{self.address}/tra/{reference}"})
        return _json({"error_code": "0", "message": address})

    def _state(self, reference: str, order: Order | None) -> tuple[HTTPStatus, str, bytes]:
        more = {"TrangThaiGD": order.state if order else "3"}
        if order and order.state == "1":
            told = {"SoTien": str(order.paid)} if self.says_sum else {}
            named = {"MaGiaoDich": order.transaction, "MaNganHang": "MAUBANK"}
            more |= told | (named if self.says_more else {})
        said = wire.answer(
            "00", "", reference, self.partner, self.clock(), shipped_policy().codes, **more
        )
        if self.fault == "wrong-checksum":
            said[wire.CHECKSUM] = "0" * 64
        return _json(said)

    def pay(self, reference: str, how: str = "") -> None:
        """Do what a citizen does at the page, and confirm it as ``how`` says."""
        order = self.orders[reference]
        if how == "forged":
            self._tell({**self._confirmation(order, order.amount), wire.CHECKSUM: "f" * 64})
            return
        if how == "refused":
            order.state = "2"
            self._tell(self._confirmation(order, order.amount, fault="24"))
            return
        order.state, order.transaction = "1", f"GD{reference[-10:]}"
        order.paid = order.amount - 1000 if how == "short" else order.amount
        self._deliver(order, how)

    def _deliver(self, order: Order, how: str) -> None:
        said = self._confirmation(order, order.paid)
        if how == "lost-callback":
            return
        if how == "late":
            order.waiting.append(said)
            return
        self._tell(said)
        if how == "double":
            self._tell(said)
        if how == "twice":
            order.transaction += "B"
            self._tell(self._confirmation(order, order.paid))

    def deliver_late(self, reference: str) -> None:
        """Send the confirmations that were held back."""
        waiting, self.orders[reference].waiting = self.orders[reference].waiting, []
        for said in waiting:
            self._tell(said)

    def _confirmation(self, order: Order, amount: int, fault: str = "00") -> wire.Message:
        said: wire.Message = {
            "LoaiBanTin": "CONFIRM", "MaLoi": fault, "MaDoiTac": self.partner.code,
            "MaThamChieu": order.reference, "SoTien": str(amount), "MaTienTe": "VND",
            "MaGiaoDich": order.transaction, "MaNganHang": "MAUBANK",
            "ThoiGianGD": wire.moment(self.clock()), "ThongTinGiaoDich": "",
        }  # fmt: skip
        return wire.sealed(said, wire.CONFIRM_FIELDS, self.partner.secret)

    def _tell(self, said: wire.Message) -> None:
        """Send a confirmation to the partner's door; what it answers is remembered."""
        try:
            answered = json.loads(self.send(self.door, json.dumps(said).encode()))
            self.told.append(str(answered.get("MaLoi")))
        except (OSError, ValueError) as error:
            self.told.append(type(error).__name__)

    @contextmanager
    def served(self, port: int = 0) -> Iterator[str]:
        """Serve on loopback for a while; yields the address for messages."""
        handler = type("Handler", (_Handler,), {"platform": self})
        server = ThreadingHTTPServer(("127.0.0.1", port), handler)
        server.daemon_threads = True
        self.address = f"http://127.0.0.1:{server.server_address[1]}"
        thread = threading.Thread(target=server.serve_forever, args=[0.05], daemon=True)
        thread.start()
        try:
            yield f"{self.address}/api"
        finally:
            server.shutdown()
            server.server_close()
            thread.join()


def _posted(door: str, body: bytes) -> bytes:
    sent = Request(door, body, {"Content-Type": "application/json"})  # noqa: S310 - loopback
    with urlopen(sent, timeout=10) as answered:  # noqa: S310 - loopback
        found: bytes = answered.read()
        return found


def _json(said: dict[str, Any], status: int = 200) -> tuple[HTTPStatus, str, bytes]:
    return HTTPStatus(status), "application/json", json.dumps(said).encode()


def _page(order: Order) -> bytes:
    """Return the page at which an invented citizen chooses what happens."""
    choices = "".join(
        f'<p><button name="how" value="{key}">{html.escape(name)}</button></p>'
        for key, name in FAULTS.items()
    )
    text = (
        '<!doctype html><html lang="vi"><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width"><title>Nền tảng thanh toán mẫu</title>'
        "<main><h1>Nền tảng thanh toán mẫu</h1><p><strong>DỮ LIỆU MẪU</strong>: không có tiền "
        f"thật. Số tiền {order.amount} đồng, mã {html.escape(order.reference)}.</p>"
        f'<form method="post">{choices}</form></main></html>'
    )
    return text.encode()


class _Handler(BaseHTTPRequestHandler):
    """One request to the stand-in."""

    platform: StandInPlatform

    def do_GET(self) -> None:
        order = self.platform.orders.get(self._reference())
        if order is None:
            self._send(HTTPStatus.NOT_FOUND, "text/plain", b"")
        else:
            self._send(HTTPStatus.OK, "text/html; charset=utf-8", _page(order))

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
        if urlsplit(self.path).path == "/api":
            self._message(body)
        elif self._reference() in self.platform.orders:
            self._paid(parse_qs(body.decode()))
        else:
            self._send(HTTPStatus.NOT_FOUND, "text/plain", b"")

    def _message(self, body: bytes) -> None:
        fault = self.platform.fault
        if fault == "down":
            self._send(HTTPStatus.SERVICE_UNAVAILABLE, "text/plain", b"")
            return
        found = self.platform.answer(json.loads(body))
        if fault == "lost-answer":
            self.close_connection = True
            return
        if fault == "garbage":
            found = HTTPStatus.OK, "text/html", b"<html>"
        self._send(*found)

    def _paid(self, said: dict[str, list[str]]) -> None:
        reference = self._reference()
        self.platform.pay(reference, said.get("how", [""])[0])
        self.send_response(HTTPStatus.SEE_OTHER)
        self.send_header("Location", f"{self.platform.back}?MaThamChieu={reference}")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _reference(self) -> str:
        return urlsplit(self.path).path.removeprefix("/tra/")

    def _send(self, status: HTTPStatus, kind: str, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_said: object) -> None:
        pass
