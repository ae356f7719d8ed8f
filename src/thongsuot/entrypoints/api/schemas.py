"""What goes in and out of the machine doors."""

from datetime import date, datetime
from typing import Annotated

from ninja import Schema
from pydantic import AfterValidator, Field, JsonValue

from thongsuot.domains.dossiers.terms import Channel
from thongsuot.kernel.canonical import canonical_json
from thongsuot.kernel.clock import to_local

CODE = r"^[A-Za-z0-9._-]+$"


def _exchangeable(answers: dict[str, dict[str, JsonValue]]) -> dict[str, dict[str, JsonValue]]:
    """Return answers that every program reads alike.

    Numbers beyond 2^53, NaN and halves of characters are JSON to some and not to others.
    """
    try:
        canonical_json(answers)
    except RecursionError:
        raise ValueError("nested too deep") from None
    return answers


Answers = Annotated[dict[str, dict[str, JsonValue]], AfterValidator(_exchangeable)]
Instant = Annotated[datetime, AfterValidator(to_local)]
"""An instant with the offset of our clock, +07:00, as the command line prints it."""


class Applicant(Schema):
    """Who applies; checked by the rules of people, not here."""

    full_name: str = Field(min_length=1, max_length=200)
    personal_id: str = Field(max_length=20)
    birth_on: date | None = None
    phone: str = Field(default="", max_length=20)
    email: str = Field(default="", max_length=200)
    address: str = Field(default="", max_length=500)


class NewDossier(Schema):
    """A dossier that came as a whole, from a counter or another system."""

    procedure: str = Field(max_length=20, pattern=CODE, description="national code, e.g. 1.001193")
    agency: str = Field(
        max_length=40, pattern=CODE, description="code of the receiving one-stop desk"
    )
    channel: Channel
    applicant: Applicant
    answers: Answers = Field(default_factory=dict)


class Holder(Schema):
    """Who answers for the dossier now."""

    officer: str
    post: str
    agency: str
    since: Instant


class DossierOut(Schema):
    """A dossier's state; no personal data."""

    code: str
    procedure: str
    state: int = Field(description="national state, 1 to 10")
    submitted_at: Instant
    received_at: Instant | None
    due_at: Instant | None
    decided_at: Instant | None
    returned_at: Instant | None
    holder: Holder | None
