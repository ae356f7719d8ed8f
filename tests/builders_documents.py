"""Invented files as citizens send them, and the words of every paper that the state prints."""

import io
import struct
import zlib
from datetime import UTC, date, datetime

import pikepdf
import pillow_heif
import pypdf
from pikepdf import Array, Dictionary, Name, String
from PIL import Image, ImageDraw

from thongsuot.domains.documents import services
from thongsuot.domains.documents.terms import (
    About,
    ApologyPaper,
    DeclarationPaper,
    Dong,
    Ground,
    IntakeSlipPaper,
    Letterhead,
    Line,
    Paper,
    ReceivedPaper,
    RefusalOnSubstancePaper,
    RefusalToReceivePaper,
    ResultPaper,
    Section,
    Signatory,
    StopNoticePaper,
    SupplementRequestPaper,
    Wanted,
)
from thongsuot.domains.ledger.terms import Actor

pillow_heif.register_heif_opener()

AT = datetime(2026, 11, 2, 2, 10, tzinfo=UTC)  # Monday 9:10 local
ORIENTATION, GPS = 0x0112, 0x8825
TURNED_RIGHT = 6
SHOT_AT = "HereIsWhereTheyLive"


def text_of(pdf: bytes) -> str:
    """Return the words of a PDF as a reader extracts them, on one line.

    Without the signs that let a long word break: they are read out where it did not.
    """
    pages = pypdf.PdfReader(io.BytesIO(pdf)).pages
    read = " ".join(page.extract_text() for page in pages).replace("\u200b", "")
    return " ".join(read.split())


def picture(width=600, height=800) -> Image.Image:
    """Return a white sheet whose upper left quarter is red: it shows which way is up."""
    sheet = Image.new("RGB", (width, height), "white")
    ImageDraw.Draw(sheet).rectangle((0, 0, width // 2, height // 2), fill=(200, 0, 0))
    return sheet


def photo(kind="JPEG", *, of=None, orientation=1) -> bytes:
    """Return a picture as a telephone stores it, with the place where it was taken."""
    exif = Image.Exif()
    exif[ORIENTATION] = orientation
    exif.get_ifd(GPS)[29] = SHOT_AT
    out = io.BytesIO()
    (of or picture()).save(out, kind, exif=exif.tobytes())
    return out.getvalue()


def pixel_bomb(side=40_000) -> bytes:
    """Return a PNG of some hundred bytes that unfolds to ``side`` by ``side`` pixels."""

    def chunk(name: bytes, content: bytes) -> bytes:
        check = struct.pack(">I", zlib.crc32(name + content))
        return struct.pack(">I", len(content)) + name + content + check

    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    rows = zlib.compress(bytes(1000))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def _unchanged(_pdf):
    """Change nothing."""


def pdf_of(pages=1, *, change=_unchanged, **saving) -> bytes:
    """Return a PDF of blank pages, after ``change`` has had it in hand."""
    pdf = pikepdf.new()
    for _page in range(pages):
        pdf.add_blank_page(page_size=(595, 842))
    change(pdf)
    out = io.BytesIO()
    pdf.save(out, deterministic_id="encryption" not in saving, **saving)
    return out.getvalue()


def script(kind="/JavaScript", **more) -> Dictionary:
    """Return an action that does something on its own."""
    return Dictionary(Type=Name.Action, S=Name(kind), **more)


def _on_opening(pdf):
    pdf.Root.OpenAction = script(JS=String("app.alert('xin chao')"))


def _on_a_page(pdf):
    pdf.pages[0].obj.AA = Dictionary(O=script(JS=pdf.make_stream(b"app.alert(1)")))


def _by_name(pdf):
    named = Array([String("a"), pdf.make_indirect(script(JS=String("app.alert(2)")))])
    pdf.Root.Names = Dictionary(JavaScript=Dictionary(Names=named))


def _embedded_file(pdf):
    pdf.attachments["virus.exe"] = b"MZ..."


def _launch_link(pdf):
    link = Dictionary(
        Type=Name.Annot, Subtype=Name.Link, Rect=[0, 0, 9, 9], A=script("/Launch", F=String("x"))
    )
    pdf.pages[0].obj.Annots = Array([link])


def _attached_note(pdf):
    note = Dictionary(Type=Name.Annot, Subtype=Name.FileAttachment, Rect=[0, 0, 9, 9])
    pdf.pages[0].obj.Annots = Array([pdf.make_indirect(note)])


def _chained(pdf):
    harmless = script("/Named", N=Name.NextPage)
    harmless.Next = script("/SubmitForm", F=String("https://example.invalid"))
    pdf.Root.OpenAction = harmless


def _scripted_form(pdf):
    pdf.Root.AcroForm = Dictionary(Fields=Array([]), XFA=pdf.make_stream(b"<xdp/>"))


ACTIVE = {
    "a script when it is opened": _on_opening,
    "a script of a page": _on_a_page,
    "a script by name": _by_name,
    "an embedded file": _embedded_file,
    "a link that starts a program": _launch_link,
    "a note with a file": _attached_note,
    "an action behind an action": _chained,
    "a form with scripts of its own": _scripted_form,
}

ABOUT = About(
    code="H99.31-20261102-0000417",
    applicant="Bà Nguyễn Thị Ví Dụ",
    procedure_code="1.001193",
    procedure_name="Thủ tục đăng ký khai sinh",
)
HEAD = Letterhead(
    agency="Ủy ban nhân dân phường Mẫu An",
    superior="Tỉnh Mẫu Lâm",
    place="Mẫu An",
    number="417/TNHS",
)
HEAD_OF_AGENCY = Signatory(on_behalf="TM. Ủy ban nhân dân", title="Chủ tịch", name="Trần Văn Ví Dụ")
URL = "https://vi-du.invalid/tra-cuu/H99.31-20261102-0000417"
GROUND = Ground("Giấy chứng sinh ghi tên người mẹ khác.", "Điều 16 Luật Hộ tịch")


CHILD = (Line("Họ, chữ đệm, tên", "Nguyễn Mẫu An"),)


def result(lines=CHILD, **other) -> ResultPaper:
    """Return the words of a birth certificate."""
    words = {
        "letterhead": HEAD, "about": ABOUT, "title": "Giấy khai sinh", "lines": lines,
        "signatory": HEAD_OF_AGENCY, "check_url": URL,
    }  # fmt: skip
    return ResultPaper(**(words | other))


def slip(**other) -> IntakeSlipPaper:
    """Return the words of an intake slip."""
    words = {
        "letterhead": HEAD, "about": ABOUT, "received_at": AT, "channel": "online",
        "due_at": datetime(2026, 11, 16, 2, 10, tzinfo=UTC), "limit_quantity": 10,
        "limit_unit": "working-day", "return_place": "Một cửa, quầy 3",
        "papers": (
            ReceivedPaper(name="Giấy chứng sinh", originals=1, electronic=1),
            ReceivedPaper(name="Căn cước, nơi cư trú", held_by_state=True),
        ),
        "track_url": URL, "pin": "4821", "hotline": "1900 0000", "receiver": "Trần Thị Ví Dụ",
        "record_hash": "7c1e09af52d4b8e14f60a3c791d26eb50b83fd17c64a2e98d70b5163ae2f48c9",
        "record_line": 1, "fee": Dong(50_000), "fee_paid": True,
    }  # fmt: skip
    return IntakeSlipPaper(**(words | other))


def apology(**other) -> ApologyPaper:
    """Return the words of an apology with its new date."""
    words = {
        "letterhead": HEAD, "about": ABOUT, "received_at": AT,
        "due_at": datetime(2026, 11, 16, 2, 10, tzinfo=UTC),
        "new_due_at": datetime(2026, 11, 20, 2, 10, tzinfo=UTC),
        "reason": "Cơ quan được lấy ý kiến chưa trả lời.", "state": "Đang thẩm định",
        "return_place": "Một cửa, quầy 3", "contact_name": "Lê Thị Mẫu",
        "contact_phone": "1900 0000", "signatory": HEAD_OF_AGENCY, "track_url": URL,
        "recipients": ("Như trên", "Bộ phận Một cửa", "Lưu: VT, hồ sơ"),
    }  # fmt: skip
    return ApologyPaper(**(words | other))


def every_paper(word="Ví dụ") -> list[Paper]:
    """Return one paper of each kind, with ``word`` wherever a visitor's words may come in."""
    about = About(code=ABOUT.code, applicant=word, procedure_code="1.001193", procedure_name=word)
    lines, grounds = (Line(word, word),), (Ground(word, word),)
    signed = {"signatory": Signatory(title=word, name=word)}
    shared = {"letterhead": HEAD, "about": about}
    return [
        result(lines, about=about, title=word, opening=word, closing=word, bases=(word,)),
        RefusalOnSubstancePaper(**shared, **signed, grounds=grounds, remedy=word, check_url=URL),
        slip(about=about, papers=(ReceivedPaper(name=word, copies=2),), receiver=word),
        DeclarationPaper(
            title=word, addressed_to=word, place=word, declarant=word, procedure_code="1.001193",
            sections=(Section(title=word, lines=lines),), track_url=URL,
        ),
        SupplementRequestPaper(
            **shared, **signed, wanted=(Wanted(name=word, problem=word, how=word),),
            contact_name=word, contact_phone="1900 0000", track_url=URL,
            reply_by=date(2026, 12, 2),
        ),
        RefusalToReceivePaper(
            **shared, **signed, grounds=grounds, hotline="1900 0000", right_agency=word,
            guidance=word,
        ),
        apology(about=about, reason=word, state=word, contact_name=word, **signed),
        StopNoticePaper(**shared, **signed, grounds=grounds, track_url=URL, returned=(word,)),
    ]  # fmt: skip


DRAFT = "draft:0b8f2a52-2d6e-4e0c-9a56-5d9c0f2f3b11"
DOSSIER = "dossier:H99.31-20261102-0000417"
CITIZEN = Actor.citizen()
PHOTO = photo()
NAME = "Giấy chứng sinh con Nguyễn Mẫu An.jpg"


def send(content=PHOTO, *, subject=DRAFT, component="GCS", name=NAME, at=AT):
    """Send a file as a citizen does."""
    stream = content if hasattr(content, "read") else io.BytesIO(content)
    return services.attach_upload(
        subject=subject, component_code=component, name=name, stream=stream, by=CITIZEN, at=at
    )


def everybody(by, subject, kind):
    """Let everybody open every file."""
    return True
