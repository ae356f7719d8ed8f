"""From the words of a paper to PDF/A-2b: the same bytes for the same words, instant and fonts.

Words reach the templates (``templates_typ``) as JSON values; nothing of them is ever read as
markup. Fonts are those inside typst, so that no system changes a paper.
"""

import io
import json
import threading
from collections.abc import Sequence
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import pikepdf
import segno
import typst

from thongsuot.domains.documents import forms
from thongsuot.domains.documents.evidence import EvidencePaper, StatementPaper
from thongsuot.domains.documents.receipts import ReceiptPaper
from thongsuot.domains.documents.rules import printable
from thongsuot.domains.documents.sheets import ControlSheetPaper, RegisterPaper, RollSlipPaper
from thongsuot.domains.documents.terms import (
    ApologyPaper,
    DeclarationPaper,
    Dong,
    IntakeSlipPaper,
    Kind,
    LegalForm,
    Paper,
    PaperSize,
    PaperSizeUnknown,
    PrintedAgain,
    RefusalOnSubstancePaper,
    RefusalToReceivePaper,
    ResultPaper,
    StopNoticePaper,
    SupplementRequestPaper,
)
from thongsuot.kernel import formats
from thongsuot.kernel.clock import local_date

FOLDER: Final = Path(__file__).parent / "templates_typ"
STANDARD: Final = "a-2b"
QR_FIELDS: Final = ("check_url", "track_url")
QR_KEPT: Final = 1024

_PAPERS: Final[dict[type[Paper], tuple[str, Kind]]] = {
    ResultPaper: ("result", Kind.RESULT),
    RefusalOnSubstancePaper: ("refusal-on-substance", Kind.RESULT),
    IntakeSlipPaper: ("intake-slip", Kind.INTAKE_SLIP),
    DeclarationPaper: ("declaration", Kind.DECLARATION),
    SupplementRequestPaper: ("supplement-request", Kind.SUPPLEMENT_REQUEST),
    RefusalToReceivePaper: ("refusal-to-receive", Kind.REFUSAL_TO_RECEIVE),
    ApologyPaper: ("apology", Kind.APOLOGY),
    StopNoticePaper: ("stop-notice", Kind.STOP_NOTICE),
}
Shown = (
    EvidencePaper
    | StatementPaper
    | ReceiptPaper
    | RollSlipPaper
    | ControlSheetPaper
    | RegisterPaper
)
"""What is printed for whoever asks and never kept as a paper of the dossier."""
Printable = Paper | Shown
_SHOWN: Final[dict[type[Shown], str]] = {
    EvidencePaper: "evidence",
    StatementPaper: "statement",
    ReceiptPaper: "receipt",
    RollSlipPaper: "slip-on-roll",
    ControlSheetPaper: "control-sheet",
    RegisterPaper: "register",
}
Words = dict[str, object]
"""What a paper says, as ``words_of`` spells it: plain JSON."""
_MARKED: Final = b'#import "common.typ": mark-again\n#set page(foreground: mark-again)\n'
_FORM_OF: Final = {"slip-on-roll": "intake-slip"}
"""Templates that print another one's form."""
TemplateFault: Final[type[Exception]] = typst.TypstError
"""A template does not print what it was given."""
_compilers = threading.local()


def template_of(paper: Printable) -> str:
    """Return the name of the template that prints a paper."""
    shown = _SHOWN.get(type(paper))  # type: ignore[arg-type]  # None for a paper that is kept
    return shown or _PAPERS[type(paper)][0]  # type: ignore[index]


def kind_of(paper: Paper) -> Kind:
    """Return what a paper is within its subject."""
    return _PAPERS[type(paper)][1]


def render(
    paper: Printable, *, at: datetime, sample: bool, source: bytes = b"",
    size: PaperSize | None = None,
) -> bytes:  # fmt: skip
    """Return the paper as PDF/A-2b, dated ``at``; ``sample`` marks it as no real paper.

    ``source`` is the template to use instead of the one that is shipped; without ``size`` the
    usual one of the paper is taken.
    Raises:  typst.TypstError, a fault of the template, never of the words.
    """
    return typeset(words_of(paper, at=at), at=at, sample=sample, source=source, size=size)


def typeset(
    words: Words, *, at: datetime, sample: bool, source: bytes = b"",
    size: PaperSize | None = None, again: PrintedAgain | None = None,
) -> bytes:  # fmt: skip
    """Return words that were once put together as PDF/A-2b; ``again`` marks another print.

    Raises:  typst.TypstError.
    """
    template = str(words["template"])
    body = source
    if again:  # the mark stands before the template: none can leave it out
        body = _MARKED + (source or (FOLDER / f"{template}.typ").read_bytes())
    values = values_of(words, sample=sample, size=size, again=again)
    return bytes(
        compiler_of("" if body else template).compile(
            input=body or None,
            format="pdf",
            pdf_standards=STANDARD,
            sys_inputs={"values": json.dumps(values)},
            # typst counts in whole seconds and knows no named zone
            timestamp=at.astimezone(UTC).replace(microsecond=0),
        )
    )


def words_of(paper: Printable, *, at: datetime) -> Words:
    """Return what a paper says, spelt; it may be kept and printed again."""
    form = form_of(paper, at)
    return {
        "template": template_of(paper),
        "paper": _spelt(paper),
        "at": _spelt(at),
        "url": _url_of(paper),
        "transfer": getattr(getattr(paper, "slip", paper), "transfer", ""),
        "form": {"number": form.number, "circular": form.circular, "title": form.title}
        if form
        else None,
    }


def values_of(
    words: Words, *, sample: bool, size: PaperSize | None = None, again: PrintedAgain | None = None
) -> dict[str, object]:
    """Return all that a template is given: words, instant, QR, size, the form of the law.

    Raises:  PaperSizeUnknown for a size that the paper is not made for.
    """
    known = forms.papers()[str(words["template"])]
    if size is not None and size not in known.sizes:
        raise PaperSizeUnknown("the paper is not made for this size", size=size.value)
    url, transfer = str(words["url"]), str(words.get("transfer") or "")
    return {
        "paper": words["paper"],
        "at": words["at"],
        "form": words["form"],
        "sample": sample,
        "size": (size or known.sizes[0]).value,
        "qr": _qr(url) if url else "",
        "transfer_qr": _qr(transfer) if transfer else "",
        "again": _spelt(again),
    }


def on_roll(words: Words) -> Words:
    """Return the words of an intake slip for a roll 80 mm wide."""
    slip: Any = words["paper"]
    template = forms.papers()[str(words["template"])].as_roll
    return {**words, "template": template, "paper": {"slip": slip, "track_url": slip["track_url"]}}


def form_of(paper: Printable, at: datetime) -> LegalForm | None:
    """Return the form of the law that a paper of this instant is, if the law has one."""
    template = template_of(paper)
    return forms.form_on(_FORM_OF.get(template, template), _form_day(paper, at))


def _form_day(paper: Printable, at: datetime) -> date:
    """Return the day whose form a paper is: a register has the form of its year's last day."""
    today = local_date(at)
    return min(today, date(paper.year, 12, 31)) if isinstance(paper, RegisterPaper) else today


def pages_of(pdf: bytes) -> int:
    """Return how many pages a PDF that we printed has."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return len(opened.pages)


def compiler_of(template: str) -> Any:
    """Return this thread's compiler of one template, or of any source; fonts are read once.

    What is compiled may read what lies in the folder of the templates and nothing else.
    """
    known: dict[str, Any] = _compilers.__dict__
    if template not in known:
        source = str(FOLDER / f"{template}.typ") if template else None
        known[template] = typst.Compiler(source, root=str(FOLDER), ignore_system_fonts=True)
    return known[template]


def _spelt(value: object) -> object:
    """Return a value as the templates take it: printable words, spelt instants and amounts."""
    if isinstance(value, str):
        return printable(value)
    if isinstance(value, datetime):
        return {**_spelt_day(local_date(value)), "time": formats.time(value)}
    if isinstance(value, date):
        return _spelt_day(value)
    if isinstance(value, Dong):
        words = formats.dong_in_words(value.amount)
        return {"figures": formats.dong(value.amount), "words": words[0].lower() + words[1:]}
    if is_dataclass(value):
        return {field.name: _spelt(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Sequence):
        return [_spelt(item) for item in value]
    return value


def _spelt_day(day: date) -> dict[str, str]:
    return {
        "date": formats.date(day),
        "words": formats.date_in_words(day),
        "weekday": formats.weekday(day),
    }


def _url_of(paper: Printable) -> str:
    """Return the address printed on a paper as QR, or nothing."""
    return next((str(getattr(paper, name)) for name in QR_FIELDS if hasattr(paper, name)), "")


@lru_cache(maxsize=QR_KEPT)
def _qr(url: str) -> str:
    """Return the QR of an address; slip and result of one dossier bear the same."""
    drawn = io.BytesIO()
    segno.make_qr(url, error="m").save(
        drawn, kind="svg", xmldecl=False, border=0, dark="#000", light="#fff"
    )
    return drawn.getvalue().decode()
