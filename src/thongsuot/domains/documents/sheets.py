"""Papers printed for whoever asks and kept nowhere: they show what the record holds at an instant.

The slip on a roll, the control sheet, the register.
"""

from dataclasses import dataclass
from datetime import datetime

from thongsuot.domains.documents.terms import About, IntakeSlipPaper, Letterhead, Signatory, Trace


@dataclass(frozen=True, slots=True, kw_only=True)
class RollSlipPaper:
    """The intake slip on a roll 80 mm wide, for printers at counters."""

    slip: IntakeSlipPaper
    track_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ControlLine:
    """One hand-over: who gave to whom, when, how the step kept its limit, how it was accepted.

    ``signed`` says how the receiver accepted; nobody signs by hand.
    """

    giver: str
    receiver: str
    at: str
    result: str
    note: str
    signed: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ControlSheetPaper:
    """The custody record of one dossier, line by line.

    Source:  TT 01/2018/TT-VPCP form 05; TT 03/2025/TT-VPCP form 06.
    """

    letterhead: Letterhead
    about: About
    received_at: datetime
    due_at: datetime | None
    decided_at: datetime | None
    lines: tuple[ControlLine, ...]
    track_url: str
    record: Trace


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterRow:
    """One line of the register as it is printed."""

    number: int
    code: str
    procedure: str
    applicant: str
    settler: str
    received: str
    due: str
    returned: str
    how: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterPaper:
    """The register of what a desk received in a year, or a stretch of it, with its closing line.

    Source:  TT 01/2018/TT-VPCP form 06; TT 03/2025/TT-VPCP form 07; columns as remembered [I].
    """

    letterhead: Letterhead
    year: int
    span: str
    rows: tuple[RegisterRow, ...]
    closing: str
    signatory: Signatory | None = None
    check_url: str = ""
    record: Trace | None = None
    """Where the record has the closing, once it is closed."""
