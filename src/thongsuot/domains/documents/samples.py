"""Invented words for every paper: what a template is tried with before it is published.

Three ways each: as it mostly is, with everything long, with everything left out that may be.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Final

from thongsuot.domains.documents.evidence import (
    EvidencePaper,
    HeldPart,
    LatePart,
    RecordedLine,
    StatementPaper,
)
from thongsuot.domains.documents.printing import Printable
from thongsuot.domains.documents.receipts import ReceiptLine, ReceiptPaper
from thongsuot.domains.documents.sheets import (
    ControlLine,
    ControlSheetPaper,
    RegisterPaper,
    RegisterRow,
    RollSlipPaper,
)
from thongsuot.domains.documents.terms import (
    About,
    ApologyPaper,
    DeclarationPaper,
    Dong,
    Ground,
    IntakeSlipPaper,
    Letterhead,
    Line,
    PrintedAgain,
    ReceivedPaper,
    RefusalOnSubstancePaper,
    RefusalToReceivePaper,
    Renewed,
    ResultPaper,
    Section,
    Signatory,
    StopNoticePaper,
    SupplementRequestPaper,
    Trace,
    Wanted,
)

CENTRE: Final = "Trung tâm Phục vụ hành chính công phường Mẫu An"
AT: Final = datetime(2026, 11, 2, 2, 10, tzinfo=UTC)
DUE: Final = datetime(2026, 11, 16, 2, 10, tzinfo=UTC)
ANEW: Final = datetime(2026, 11, 20, 2, 10, tzinfo=UTC)
URL: Final = "https://vi-du.invalid/tra-cuu/H99.31-20261102-0000417/"
TRANSFER: Final = (
    "00020101021238570010A00000072701270006970400011399900000010000208QRIBFTTA5303704540550000"
    "5802VN62260822H9931202611020000417630442A1"
)
TRACE: Final = Trace("7c1e09af52d4b8e14f60a3c791d26eb50b83fd17c64a2e98d70b5163ae2f48c9", 7)
LONG: Final = "Nội dung ví dụ dài để thử chỗ ngắt dòng và ngắt trang. " * 12


class Words:
    """One way of filling a form: ``text`` gives words of the length wanted, ``many`` how often."""

    def __init__(self, *, long: bool = False, empty: bool = False, number: int = 417) -> None:
        self.empty = empty
        self.long = LONG if long else ""
        self.many = 0 if empty else 9 if long else 2
        self.code = f"H99.31-20261102-{number:07d}"

    def text(self, words: str) -> str:
        """Return words that a paper may do without."""
        return "" if self.empty else words + self.long

    def head(self) -> Letterhead:
        """Return who writes."""
        return Letterhead(
            agency=CENTRE, superior=self.text("UBND phường Mẫu An"),
            place="Mẫu An", number=self.text("07/VD")[:20],
        )  # fmt: skip

    def about(self) -> About:
        """Return the dossier."""
        return About(
            code=self.code, applicant=f"Nguyễn Thị Ví Dụ {self.long}".strip(),
            procedure_code="1.001193", procedure_name=f"Đăng ký khai sinh {self.long}".strip(),
        )  # fmt: skip

    def signed(self) -> Signatory:
        """Return who signs."""
        return Signatory(
            title="Phó Chủ tịch", name="Trần Văn Ví Dụ", on_behalf=self.text("KT. Chủ tịch")[:40]
        )

    def recipients(self) -> tuple[str, ...]:
        """Return who gets a copy."""
        return ("Như trên", "Lưu: VT, hồ sơ")[: self.many]


def _slip(w: Words) -> IntakeSlipPaper:
    received = ReceivedPaper(name=f"Giấy chứng sinh {w.long}", originals=1, electronic=1)
    held = ReceivedPaper(name="Căn cước", held_by_state=True)
    return IntakeSlipPaper(
        letterhead=w.head(), about=w.about(), received_at=AT, channel="online", due_at=DUE,
        limit_quantity=10, limit_unit="working-day", return_place="Một cửa, quầy 3",
        papers=(received, held) * w.many, track_url=URL, pin="4821",
        hotline=w.text("1900 0000")[:12], receiver="Trần Thị Ví Dụ", record_hash=TRACE.hash,
        record_line=2, fee=None if w.empty else Dong(50_000), fee_paid=w.empty,
        transfer="" if w.empty else TRANSFER,
        renewed=Renewed(AT, "supplied", DUE, TRACE) if w.long else None,
    )  # fmt: skip


def _supplement(w: Words) -> SupplementRequestPaper:
    wanted = Wanted(
        name="Giấy chứng sinh", problem=f"Bản chụp mờ {w.long}",
        legal_basis=w.text("Điều 16 Luật Hộ tịch"), how=w.text("Chụp lại bằng điện thoại"),
    )  # fmt: skip
    return SupplementRequestPaper(
        letterhead=w.head(), about=w.about(), wanted=(wanted,) * max(1, w.many),
        contact_name="Lê Thị Mẫu", contact_phone=w.text("1900 0000")[:12], signatory=w.signed(),
        track_url=URL, reply_by=None if w.empty else DUE.date(), recipients=w.recipients(),
        record=None if w.empty else TRACE,
    )  # fmt: skip


def _refusal(w: Words) -> RefusalToReceivePaper:
    return RefusalToReceivePaper(
        letterhead=w.head(), about=w.about(), grounds=_grounds(w), signatory=w.signed(),
        hotline=w.text("1900 0000")[:12], right_agency=w.text("UBND xã Mẫu"),
        guidance=w.text("Nộp tại nơi cư trú."), track_url=w.text(URL)[: len(URL)],
        recipients=w.recipients(), record=None if w.empty else TRACE,
    )  # fmt: skip


def _apology(w: Words) -> ApologyPaper:
    return ApologyPaper(
        letterhead=w.head(), about=w.about(), received_at=AT, due_at=DUE, new_due_at=ANEW,
        reason=f"Cơ quan được lấy ý kiến chưa trả lời. {w.long}", state="Đang thẩm định",
        return_place="Một cửa, quầy 3", contact_name=w.text("Lê Thị Mẫu"),
        contact_phone=w.text("1900 0000")[:12], signatory=w.signed(), track_url=URL,
        recipients=w.recipients(), record=None if w.empty else TRACE,
    )  # fmt: skip


def _stop(w: Words) -> StopNoticePaper:
    return StopNoticePaper(
        letterhead=w.head(), about=w.about(), grounds=_grounds(w), signatory=w.signed(),
        track_url=URL, returned=("Giấy chứng sinh (bản chính)",) * w.many,
        recipients=w.recipients(), record=None if w.empty else TRACE,
    )  # fmt: skip


def _grounds(w: Words) -> tuple[Ground, ...]:
    return (Ground(f"Giấy tờ không thống nhất. {w.long}", w.text("Điều 16 Luật Hộ tịch")),)


def _sheet(w: Words) -> ControlSheetPaper:
    line = ControlLine(
        giver=f"Trần Thị Mẫu, {CENTRE}", receiver=f"Nguyễn Văn Ví Dụ {w.long[:80]}",
        at="09:10 02/11/2026", result="đúng hạn", note=w.long[:200],
        signed="Bên nhận xác nhận điện tử",
    )  # fmt: skip
    return ControlSheetPaper(
        letterhead=w.head(), about=w.about(), received_at=AT, due_at=None if w.empty else DUE,
        decided_at=None, lines=(line,) * (w.many * 5), track_url=URL, record=TRACE,
    )  # fmt: skip


def _register(w: Words) -> RegisterPaper:
    rows = tuple(
        RegisterRow(
            number=place, code=w.code, procedure=f"Đăng ký khai sinh {w.long[:100]}",
            applicant="Nguyễn Thị V••", settler="UBND phường Mẫu An", received="09:10 02/11/2026",
            due="09:10 16/11/2026", returned="", how="", note="Đang xử lý",
        )
        for place in range(1, w.many * 5 + 1)
    )  # fmt: skip
    return RegisterPaper(
        letterhead=w.head(), year=2026, span="", rows=rows, closing=w.text("Khóa sổ năm 2026."),
        signatory=None if w.empty else w.signed(), check_url=URL,
        record=None if w.empty else TRACE,
    )  # fmt: skip


def _result(w: Words) -> ResultPaper:
    lines = (Line("Họ, chữ đệm, tên", f"Nguyễn Mẫu An {w.long}"), Line("Giới tính", "Nữ"))
    return ResultPaper(
        letterhead=w.head(), about=w.about(), title=f"Giấy khai sinh {w.long[:90]}".strip(),
        lines=lines, sections=(Section(title="Người được khai sinh", lines=lines),) * w.many,
        signatory=w.signed(), check_url=w.text(URL)[: len(URL)], opening=w.text("Theo đề nghị."),
        bases=(w.text("Căn cứ Luật Hộ tịch"),) * w.many, recipients=w.recipients(),
        record=None if w.empty else TRACE,
    )  # fmt: skip


def _refusal_on_substance(w: Words) -> RefusalOnSubstancePaper:
    return RefusalOnSubstancePaper(
        letterhead=w.head(), about=w.about(), grounds=_grounds(w), remedy="Có quyền khiếu nại.",
        signatory=w.signed(), check_url=w.text(URL)[: len(URL)], recipients=w.recipients(),
        record=None if w.empty else TRACE,
    )  # fmt: skip


def _declaration(w: Words) -> DeclarationPaper:
    lines = (Line("Họ, chữ đệm, tên", f"Nguyễn Mẫu An {w.long}"), Line("Nơi sinh", "Mẫu An"))
    return DeclarationPaper(
        title="Tờ khai đăng ký khai sinh", addressed_to="UBND phường Mẫu An", place="Mẫu An",
        declarant="Nguyễn Thị Ví Dụ", procedure_code="1.001193",
        sections=(Section(title="Người được khai sinh", lines=lines),) * w.many,
        dossier_code=w.text(w.code)[: len(w.code)], track_url=w.text(URL)[: len(URL)],
        record=None if w.empty else TRACE,
    )  # fmt: skip


def _receipt(w: Words) -> ReceiptPaper:
    line = ReceiptLine(name=f"Lệ phí {w.long[:80]}".strip(), quantity=1, amount=Dong(50_000))
    return ReceiptPaper(
        agency="UBND phường Mẫu An", place="Mẫu An", number="1MA-26/0000417", kind="fee",
        payer=f"Nguyễn Thị Ví Dụ {w.long[:120]}".strip(), dossier=w.code,
        procedure=f"Đăng ký khai sinh {w.long[:120]}".strip(), lines=(line,) * max(1, w.many),
        total=Dong(50_000 * max(1, w.many)), means="cash", receiver=w.text("Lê Thị Mẫu")[:10],
        issued_at=AT, check_code="VD7K2M", check_url=URL, cancelled_at=AT if w.long else None,
        record=None if w.empty else TRACE,
    )  # fmt: skip


def _evidence(w: Words) -> EvidencePaper:
    held = HeldPart(
        officer="Trần Thị Ví Dụ", post="Công chức tư pháp", agency="UBND phường Mẫu An",
        step="Thẩm định", started_at=AT, ended_at=None,
    )  # fmt: skip
    entry = RecordedLine(number=1, act="received", at=AT, hash=TRACE.hash, sealed=w.text("7")[:1])
    late = LatePart(
        who=f"Trần Thị Ví Dụ, Công chức tư pháp, UBND phường Mẫu An {w.long[:80]}", late="240",
        held="960", share="720", over="240", waited="0",
    )  # fmt: skip
    return EvidencePaper(
        about=w.about(), agency=CENTRE, state="Đang xử lý",
        story=(f"Lúc 09:10 tiếp nhận. {w.long}",) * w.many, held=(held,) * w.many,
        promised=(f"Hẹn trả 17:00 ngày 04/03/2026. {w.long}",) * w.many,
        why=(f"Đếm đủ vào thứ Tư 04/03/2026. {w.long}",) * w.many,
        lateness="Quá hạn 240 phút làm việc.", late=(late,) * w.many,
        answers=(("Trần Thị Ví Dụ, về dòng 4", f"Máy in phôi hỏng. {w.long}"),) * w.many,
        recorded=(entry,) * w.many, checkpoint=("so-ghi.vi-du", "417", "dGh1"), keys=("khoa+1",),
        data_name="chung-cu.json", data_sha256=TRACE.hash, check_url=URL,
    )  # fmt: skip


def _statement(w: Words) -> StatementPaper:
    dossier = (w.code, "2,5", "2", "0,5", "0", "0", "1", "0,5", "240")
    event = (w.code, "chuyển đi, bị trả lại", "09:10 02/03/2026", "UBND phường Mẫu An", w.long[:80])
    return StatementPaper(
        officer="Trần Thị Ví Dụ", period="01/01/2026 – 31/03/2026",
        sentence=f"Liên quan 3 hồ sơ, giữ 7,5 ngày làm việc. {w.long[:80]}",
        dossier_heads=(
            "Mã hồ sơ", "Đã giữ (ngày)", "Phần được dùng (ngày)", "Vượt phần (ngày)",
            "Chờ trả lời, phân định, yêu cầu đã rút (ngày)", "Đồng hồ dừng (ngày)",
            "Hồ sơ quá hạn (ngày)",
            "Phần trễ phải chịu (ngày)", "Phần trễ (phút)",
        ),
        dossiers=(dossier,) * w.many,
        event_heads=("Mã hồ sơ", "Việc", "Lúc", "Bên kia, nơi được nêu", "Lý do, kết quả"),
        events=(event,) * w.many,
        answers=((w.code, f"Chờ ý kiến của cơ quan khác. {w.long}"),) * w.many,
        data_name="ban-ke.json", data_sha256=TRACE.hash, check_url=URL,
    )  # fmt: skip


def _on_roll(w: Words) -> RollSlipPaper:
    return RollSlipPaper(slip=_slip(w), track_url=URL)


SAMPLES: Final[dict[str, Callable[[Words], Printable]]] = {
    "intake-slip": _slip,
    "supplement-request": _supplement,
    "refusal-to-receive": _refusal,
    "apology": _apology,
    "stop-notice": _stop,
    "control-sheet": _sheet,
    "register": _register,
    "result": _result,
    "refusal-on-substance": _refusal_on_substance,
    "declaration": _declaration,
    "receipt": _receipt,
    "evidence": _evidence,
    "statement": _statement,
    "slip-on-roll": _on_roll,
}
AGAIN: Final = PrintedAgain(
    at=DUE, by=f"Trần Thị Ví Dụ, {CENTRE}", copy=2, made_at=AT,
    sha256=TRACE.hash,
)  # fmt: skip


def samples_of(paper: str) -> list[Printable]:
    """Return the words with which a template of a paper is tried."""
    return [SAMPLES[paper](words) for words in (Words(), Words(long=True), Words(empty=True))]
