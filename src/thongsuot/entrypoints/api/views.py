"""Machine doors of a dossier: enter, receive, read."""

from http import HTTPStatus
from typing import Annotated

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from ninja import Header, NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from thongsuot.domains.custody import queries as custodies
from thongsuot.domains.dossiers import queries
from thongsuot.domains.dossiers import services as dossiers
from thongsuot.domains.ledger.terms import Actor
from thongsuot.domains.people.terms import Identity
from thongsuot.entrypoints.api.problems import answer_problem
from thongsuot.entrypoints.api.schemas import DossierOut, Holder, NewDossier
from thongsuot.entrypoints.api.tokens import Bearer
from thongsuot.entrypoints.shared import addresses  # noqa: F401 - registers {code:…}
from thongsuot.kernel.clock import utc_now

api = NinjaAPI(
    title="Thông Suốt",
    version="1",
    description="Dossiers, for counters and other systems. Errors are RFC 9457 documents.",
    auth=Bearer(),
    docs_url=None,
)
for fault in (ValidationError, AuthenticationError, HttpError):
    api.add_exception_handler(fault, answer_problem)

Key = Annotated[str, Header(alias="Idempotency-Key", min_length=8, max_length=80)]


@api.post("/dossiers", response={201: DossierOut})
def enter(request: HttpRequest, dossier: NewDossier, key: Key) -> HttpResponse:
    """Enter a dossier; the same Idempotency-Key returns the dossier made the first time."""
    by, at = request.auth, utc_now()  # type: ignore[attr-defined]  # set by ninja
    made = dossiers.register(
        procedure_code=dossier.procedure,
        receiving_agency=dossier.agency,
        channel=dossier.channel,
        identity=Identity(**dossier.applicant.dict()),
        answers=dossier.answers,
        by=by,
        at=at,
        key=_recorded_key(key, by),
    )
    return _answer(made, HTTPStatus.CREATED)


@api.post("/dossiers/{code:code}/receive", response=DossierOut)
def receive(request: HttpRequest, code: str, key: Key) -> HttpResponse:
    """Receive a dossier: the clock starts, the officer of the token holds it."""
    by = request.auth  # type: ignore[attr-defined]  # set by ninja
    return _answer(dossiers.receive(code=code, by=by, at=utc_now(), key=_recorded_key(key, by)))


def _recorded_key(key: str, by: Actor) -> str:
    """Return what the record keeps of a client's key.

    Each client has keys of its own, none can be one of ours, and whatever it is made of cannot
    be read in the record.
    """
    kept = settings.KEYRING.blind_index(f"{by.officer_id}\n{key}", "client-key")
    return f"api:{kept.hex()}"


@api.get("/dossiers/{code:code}", response=DossierOut)
def read(request: HttpRequest, code: str) -> HttpResponse:
    """Return a dossier's state, holder and due date."""
    by = request.auth  # type: ignore[attr-defined]  # set by ninja
    return _answer(queries.state_of(code, by=by, at=utc_now()))


def _answer(dossier: queries.DossierState, status: HTTPStatus = HTTPStatus.OK) -> HttpResponse:
    """Return the document, written by the schema itself; ninja would check it a second time."""
    document = _out(dossier).model_dump_json()
    return HttpResponse(document, status=status, content_type="application/json; charset=utf-8")


def _out(dossier: queries.DossierState) -> DossierOut:
    held = custodies.holder_of(dossier.subject) if dossier.received_at else None
    return DossierOut(
        code=dossier.code,
        procedure=dossier.procedure_code,
        state=dossier.national_state,
        submitted_at=dossier.submitted_at,
        received_at=dossier.received_at,
        due_at=dossier.due_at,
        decided_at=dossier.decided_at,
        returned_at=dossier.returned_at,
        holder=Holder(
            officer=held.holder.officer_name,
            post=held.holder.post_title,
            agency=held.holder.agency_code,
            since=held.started_at,
        )
        if held
        else None,
    )
