"""The messages of both sides, and the checksum ``MaXacThuc`` over them."""

import hashlib
import hmac
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from thongsuot.domains.payments.terms import PlatformCodes, PlatformOrder
from thongsuot.kernel.clock import LOCAL

VERSION: Final = "1.0.6"
CHECKSUM: Final = "MaXacThuc"
Message = dict[str, Any]

INIT_FIELDS: Final = (
    "LoaiBanTin", "PhienBan", "MaDoiTac", "MaThamChieu", "SoTien", "LoaiHinhThanhToan",
    "MaKenhThanhToan", "MaThietBi", "NgonNgu", "MaTienTe", "MaNganHang", "ThongTinGiaoDich",
    "ThoiGianGD", "Ip",
)  # fmt: skip
ASK_FIELDS: Final = ("LoaiBanTin", "PhienBan", "MaDoiTac", "MaThamChieu", "ThoiGianGD")
CONFIRM_FIELDS: Final = (
    "LoaiBanTin", "MaLoi", "MaDoiTac", "MaThamChieu", "SoTien", "MaTienTe", "MaGiaoDich",
    "MaNganHang", "ThoiGianGD", "ThongTinGiaoDich",
)  # fmt: skip
FEE_COLLECTION: Final = "2"
"""MaDichVu of collecting fees; its other values are for fines."""


@dataclass(frozen=True, slots=True)
class Partner:
    """Who we are to the platform; the secret is never written anywhere but into a hash."""

    code: str
    secret: str


def checksum(message: Mapping[str, Any], fields: Sequence[str], secret: str) -> str:
    """Return ``MaXacThuc``: lower-case hex SHA-256 of the fields and the secret, joined by ``|``.

    It is no HMAC: whoever receives a message looks at amount and reference as well.
    """
    values = [str(message.get(name, "")) for name in fields]
    return hashlib.sha256("|".join([*values, secret]).encode()).hexdigest()


def sealed(message: Message, fields: Sequence[str], secret: str) -> Message:
    """Return the message with its checksum."""
    return {**message, CHECKSUM: checksum(message, fields, secret)}


def is_genuine(message: Mapping[str, Any], fields: Sequence[str], secret: str) -> bool:
    """Return whether the checksum of a message is right, compared in constant time."""
    try:
        given, right = str(message.get(CHECKSUM, "")).encode(), checksum(message, fields, secret)
    except UnicodeEncodeError:  # half a surrogate pair, which JSON lets through
        return False
    return hmac.compare_digest(given, right.encode())


def is_plain(message: Mapping[str, Any], fields: Sequence[str]) -> bool:
    """Return whether these fields are words or whole numbers in one line, or are not there.

    A list, a fraction, a line break or half a surrogate pair is no code, sum or reference.
    """
    said = [message[name] for name in (*fields, CHECKSUM) if message.get(name) is not None]
    return all(
        isinstance(value, (str, int)) and not isinstance(value, bool) and str(value).isprintable()
        for value in said
    )


def moment(at: datetime) -> str:
    """Return an instant as the platform writes it, the hours of the whole day."""
    return at.astimezone(LOCAL).strftime("%Y%m%d%H%M%S")


def init(order: PlatformOrder, partner: Partner) -> Message:
    """Return the message that opens a payment."""
    said: Message = {
        "LoaiBanTin": "INIT", "PhienBan": VERSION, "MaDoiTac": partner.code,
        "MaThamChieu": order.reference, "SoTien": str(order.amount_vnd),
        "LoaiHinhThanhToan": "PAY", "MaKenhThanhToan": "1", "MaThietBi": "1",
        "NgonNgu": "vi-VN", "MaTienTe": "VND", "MaNganHang": "PAYMENT",
        "ThongTinGiaoDich": order.words, "ThoiGianGD": moment(order.at), "Ip": order.client,
        "ThongTinBienLai": _bill(order),
    }  # fmt: skip
    return sealed(said, INIT_FIELDS, partner.secret)


def _bill(order: PlatformOrder) -> Message:
    """Return what the platform's receipt says; names and papers of persons stay with us."""
    return {
        "MaDichVu": FEE_COLLECTION, "MaDVC": f"{order.procedure}.01",
        "TenDVC": order.procedure_name, "MaTTHC": order.procedure,
        "TenTTHC": order.procedure_name, "MaDonVi": order.agency, "TenDonVi": order.agency_name,
        "MaHoSo": order.dossier, "TKThuHuong": order.account, "MaNHThuHuong": order.bank,
        "TenTKThuHuong": order.account_name, "NoiDungThanhToan": order.words,
        "HoTenNguoiNop": "", "SoCMNDNguoiNop": "", "DiaChiNguoiNop": "", "HuyenNguoiNop": "",
        "TinhNguoiNop": "", "SoQD": "", "NgayQD": "", "KhoBac": "",
        "PhiLePhi": [
            {"LoaiPhiLePhi": kind, "MaPhiLePhi": code, "TenPhiLePhi": name, "SoTien": str(sum_)}
            for kind, code, name, sum_ in order.items
        ],
        "DSKhoanNop": [{"NoiDung": name, "SoTien": str(sum_)} for *_x, name, sum_ in order.items],
    }  # fmt: skip


def ask(kind: str, reference: str, partner: Partner, at: datetime) -> Message:
    """Return a QUERY or a GET_BILL."""
    said: Message = {
        "LoaiBanTin": kind, "PhienBan": VERSION, "MaDoiTac": partner.code,
        "MaThamChieu": reference, "ThoiGianGD": moment(at),
    }  # fmt: skip
    return sealed(said, ASK_FIELDS, partner.secret)


def answer(
    fault: str, words: str, reference: str, partner: Partner, at: datetime, codes: PlatformCodes,
    **more: str,
) -> Message:  # fmt: skip
    """Return an answer with a checksum of its own; that of the question is not sent back."""
    said: Message = {
        "MaLoi": fault, "MoTaLoi": words, "MaDoiTac": partner.code, "MaThamChieu": reference,
        "ThoiGianGD": moment(at), **more,
    }  # fmt: skip
    fields = codes.query_answer_fields if "TrangThaiGD" in more else codes.answer_fields
    return sealed(said, fields, partner.secret)
