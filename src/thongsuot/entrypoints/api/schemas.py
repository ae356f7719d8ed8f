"""What goes in and out of the machine doors."""

from datetime import date, datetime
from typing import Any

from ninja import Schema
from pydantic import Field

from thongsuot.domains.dossiers.terms import Channel


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

    procedure: str = Field(max_length=20, description="national code, e.g. 1.001193")
    agency: str = Field(max_length=40, description="code of the receiving one-stop desk")
    channel: Channel
    applicant: Applicant
    answers: dict[str, dict[str, Any]] = Field(default_factory=dict)


class Holder(Schema):
    """Who answers for the dossier now."""

    officer: str
    post: str
    agency: str
    since: datetime


class DossierOut(Schema):
    """A dossier's state; no personal data."""

    code: str
    procedure: str
    state: int = Field(description="national state, 1 to 10")
    submitted_at: datetime
    received_at: datetime | None
    due_at: datetime | None
    decided_at: datetime | None
    returned_at: datetime | None
    holder: Holder | None
