"""Papers that a dossier owes: the declaration, the intake slip; what officers sign."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Final
from uuid import UUID

from django.conf import settings
from django.db import transaction

from thongsuot.domains.catalogue import queries as catalogue
from thongsuot.domains.catalogue.rules.telling import stated, told
from thongsuot.domains.documents import queries as document_queries
from thongsuot.domains.documents import services as documents
from thongsuot.domains.documents.ports import Signer
from thongsuot.domains.documents.terms import (
    About,
    DeclarationPaper,
    Dong,
    FiledPaper,
    Ground,
    IntakeSlipPaper,
    Kind,
    Line,
    Notice,
    PaperSize,
    PaperUnknown,
    ReceivedPaper,
    RefusalOnSubstancePaper,
    Renewed,
    Result,
    ResultPaper,
    Section,
    Signatory,
)
from thongsuot.domains.dossiers.models import Decision, Dossier, DueDateSet, SupplementRequest
from thongsuot.domains.dossiers.policy import may_read
from thongsuot.domains.dossiers.queries.applicants import name_on_papers
from thongsuot.domains.dossiers.queries.appointments import appointments
from thongsuot.domains.dossiers.queries.turned import without_turned
from thongsuot.domains.dossiers.queries.views import get_dossier
from thongsuot.domains.dossiers.rules import subject_of
from thongsuot.domains.dossiers.services import act, heads, notices
from thongsuot.domains.dossiers.services.reading import note_draft_read, note_read
from thongsuot.domains.dossiers.terms import (
    REGISTER,
    Act,
    NoDraftDecision,
    Outcome,
    SpokenFor,
)
from thongsuot.domains.dossiers.terms.drafts import DraftKind
from thongsuot.domains.dossiers.wording import paper_words
from thongsuot.domains.ledger import queries as record
from thongsuot.domains.ledger.services import bookkeeping
from thongsuot.domains.ledger.terms import Act as Recorded
from thongsuot.domains.ledger.terms import Actor
from thongsuot.domains.organisation import queries as organisation
from thongsuot.domains.payments import queries as payments
from thongsuot.domains.payments.rules import vietqr
from thongsuot.domains.payments.terms import OnlinePaymentOff
from thongsuot.domains.people import policy as people_policy
from thongsuot.domains.people.terms import Purpose
from thongsuot.kernel.clock import local_date


def check_url(code: str) -> str:
    """Return the public address at which anyone looks the dossier up; it holds no secret."""
    return f"{settings.PUBLIC_URL}/tra-cuu/{code}/"


def spoken_for(dossier: Dossier) -> SpokenFor:
    """Return what every paper of a dossier says besides its own words."""
    return SpokenFor(name_on_papers(dossier), check_url(dossier.code), settings.HOTLINE)


@bookkeeping("what is made are the documents room's papers; each has its own entry there")
@transaction.atomic
def prepare_papers(*, code: str, at: datetime) -> None:
    """Make the papers that the dossier's acts owe the applicant and that are not there yet.

    Done twice, it makes each once. The documents room writes an entry for each paper. What an
    officer signs is made in his act; of acts before papers were signed so it is made here.
    """
    dossier = act.lock(code)
    _make_owed(dossier, _OWED, at=act.after_last_act(dossier, at))


def _make_owed(dossier: Dossier, kinds: Iterable[Kind], *, at: datetime) -> None:
    """Make what is owed, each an instant after the one before: papers are listed by instants."""
    made = Counter(paper.kind for paper in document_queries.attachments_of(dossier.subject))
    said = spoken_for(dossier)
    for kind in kinds:
        while paper := _OWED[kind](dossier, said, made[kind]):
            paper = heads.with_number(paper, kind, at)
            documents.make_paper(subject=dossier.subject, values=paper, by=Actor.system(), at=at)
            made[kind] += 1
            at += act.AN_INSTANT


def preview_result(
    *, code: str, by: Actor, at: datetime, purpose: Purpose | str | None = None
) -> bytes:
    """Return the drafted decision as ``by`` would sign it, without number; none of it is kept.

    It names people in full: that it was read is recorded, and ``purpose`` asked for, as
    ``open_paper`` does.
    Raises:  DossierUnknown; DisclosureRefused; NoDraftDecision; PurposeNeeded.
    """
    dossier = get_dossier(code, by=by, at=at)
    people_policy.check_may_see(by, local_date(at))
    decision = without_turned(Decision.objects.filter(dossier=dossier), DraftKind.DECISION).first()
    if decision is None:
        raise NoDraftDecision("nothing was drafted yet")
    note_draft_read(dossier, Kind.RESULT, purpose=purpose, by=by, at=at)
    return document_queries.preview(_result(dossier, decision, by), at=at)


@transaction.atomic
def print_paper(
    *, code: str, paper: UUID, size: PaperSize, by: Actor, at: datetime,
    purpose: Purpose | str | None = None, key: str | None = None,
) -> bytes:  # fmt: skip
    """Return one of the State's papers of a dossier, for printing on a size by an officer.

    Every print is an entry; from the second on the pages are marked as printed again. A button
    pressed twice (the same ``key``) prints once. Whoever prints it reads it: ``purpose`` is asked
    for, and the reading recorded, as ``open_paper`` does.
    Raises:  DossierUnknown; PaperUnknown, also where ``by`` may not read it; PaperSizeUnknown;
             WordsNotKept; PurposeNeeded; DisclosureRefused; KeyReused.
    """
    found = document_queries.get_paper(paper, by=by, may_read=may_read(at))
    if found.subject != subject_of(code) or by.officer_id is None:
        raise PaperUnknown("no paper of this dossier for this visitor")
    dossier = act.lock(code)
    note_read(dossier, found, purpose=purpose, by=by, at=at)
    officer = organisation.get_officer(by.officer_id)
    named = f"{officer.full_name}, {organisation.get_agency(by.agency).name}"
    return documents.print_paper(
        attachment_id=paper, size=size, by=by, named=named,
        at=act.after_last_act(dossier, at), key=key,
    )  # fmt: skip


def make_signed_result(
    dossier: Dossier, decision: Decision, *, signer: Signer, by: Actor, at: datetime
) -> FiledPaper:
    """Print and sign the decision's final text; return the paper that holds it."""
    made = documents.make_unsigned(
        subject=dossier.subject, values=_result(dossier, decision, by), at=at
    )
    return documents.sign_paper(attachment_id=made.id, signer=signer, by=by, at=at)


def make_owed_requests(dossier: Dossier, *, at: datetime) -> None:
    """Make the papers of earlier requests that nobody made yet, to stand before one of ``at``."""
    before = dossier.supplements.count() * act.AN_INSTANT
    _make_owed(dossier, [Kind.SUPPLEMENT_REQUEST], at=at - before)


def signed_request(
    dossier: Dossier, asked: SupplementRequest, *, signer: Signer, by: Actor, at: datetime
) -> FiledPaper:
    """Print and sign the request for papers that ``by`` makes just now."""
    values = notices.request_by(
        by, dossier, asked.papers, spoken_for(dossier),
        answers=asked.drafted_by_id or asked.asked_by_id, reply_by=asked.answer_by,
    )  # fmt: skip
    return signed_notice(dossier, Kind.SUPPLEMENT_REQUEST, values, signer=signer, by=by, at=at)


def signed_notice(
    dossier: Dossier, kind: Kind, values: Notice, *, signer: Signer, by: Actor, at: datetime
) -> FiledPaper:
    """Print a notice under the next number of its register and sign it, in the act it tells of."""
    made = documents.make_unsigned(
        subject=dossier.subject, values=heads.with_number(values, kind, at), at=at
    )
    return documents.sign_paper(attachment_id=made.id, signer=signer, by=by, at=at)


def _about(dossier: Dossier) -> About:
    return About(
        code=dossier.code,
        applicant=name_on_papers(dossier),
        procedure_code=dossier.procedure_code,
        procedure_name=dossier.version.name,
    )


def _result(dossier: Dossier, decision: Decision, by: Actor) -> Result:
    posts = organisation.posts_by_id([by.post_id or 0, by.place or 0])
    post, spoken_for = posts[by.post_id or 0], posts[by.place or 0]
    signer = organisation.get_officer(by.officer_id or 0)
    head = heads.head_of(spoken_for.agency, decision.number)
    signatory = Signatory(
        title=post.title, name=signer.full_name, on_behalf=notices.in_whose_stead(by.on_behalf_of)
    )
    url = check_url(dossier.code)
    if decision.outcome == Outcome.REFUSED:
        return RefusalOnSubstancePaper(
            letterhead=head, about=_about(dossier), signatory=signatory,
            remedy=paper_words().remedy, grounds=(Ground(decision.grounds, ""),), check_url=url,
            record=heads.newest_trace(dossier.subject),
        )  # fmt: skip
    sections = _stated(dossier)
    return ResultPaper(
        letterhead=head,
        about=_about(dossier),
        title=_title_of_result(dossier),
        lines=() if sections else _granted(dossier),
        sections=sections,
        signatory=signatory,
        check_url=url,
        record=heads.newest_trace(dossier.subject),
    )


def _title_of_result(dossier: Dossier) -> str:
    """Return the published name of the result, or the procedure's own where none is given."""
    published = dossier.version.content.get("results") or []
    name = published[0].get("name", "") if published else ""
    return name or dossier.version.plain_name


def _granted(dossier: Dossier) -> tuple[Line, ...]:
    """Return what a result states whose form names nothing for it: whose request was granted."""
    words = paper_words()
    return (
        Line(words.granted_applicant, name_on_papers(dossier)),
        Line(words.granted_procedure, dossier.version.name),
        Line(words.granted_result, words.granted_as_asked),
    )


def _stated(dossier: Dossier) -> tuple[Section, ...]:
    """Return what the result states: the answers that the form names for it, and no other."""
    form = catalogue.form_of(dossier.procedure_code, local_date(dossier.submitted_at))
    parts = stated(form, dossier.answers) if form else []
    return tuple(
        Section(title=title, lines=tuple(Line(line.label, line.text) for line in lines))
        for title, lines in parts
    )


def _sections(dossier: Dossier) -> tuple[Section, ...]:
    form = catalogue.form_of(dossier.procedure_code, local_date(dossier.submitted_at))
    if form is None:
        return ()
    return tuple(
        Section(
            title=topic.title,
            lines=tuple(
                Line(answer.label, answer.text)
                for answer in told(topic, dossier.answers.get(topic.slug, {}))
                if answer.text
            ),
        )
        for topic in form.topics
    )


def _declaration(dossier: Dossier, said: SpokenFor) -> DeclarationPaper | None:
    form = catalogue.form_of(dossier.procedure_code, local_date(dossier.submitted_at))
    sections = _sections(dossier)
    if form is None or not any(section.lines for section in sections):
        return None
    desk = dossier.receiving_agency
    return DeclarationPaper(
        title=form.title, addressed_to=(desk.parent or desk).name, place=desk.area.name,
        declarant=said.applicant, procedure_code=dossier.procedure_code, sections=sections,
        dossier_code=dossier.code, track_url=said.track_url,
        record=heads.trace_of_first(dossier.subject, Act.SUBMIT),
    )  # fmt: skip


def _slip(dossier: Dossier, said: SpokenFor, made: int) -> IntakeSlipPaper | None:
    """Return the receipt with its date, then a paper for each date by which it was replaced."""
    dates = appointments(list(dossier.due_dates.order_by("id")))
    if made >= len(dates):
        return None
    entries = record.acts_of(dossier.subject)
    received = next(a for a in entries if a.act == Act.RECEIVE)
    before, due = dates[made]
    desk = dossier.receiving_agency
    receiver = organisation.get_officer(received.actor.officer_id or 0)
    fees = payments.find_fees_of(dossier.subject)
    return IntakeSlipPaper(
        letterhead=heads.head_of(desk, _line_of(dossier)),
        about=_about(dossier),
        received_at=received.at,
        channel=dossier.channel,
        due_at=due.due_at,
        limit_quantity=due.quantity,
        limit_unit=due.unit,
        return_place=desk.name,
        papers=_received_papers(dossier),
        track_url=said.track_url,
        pin=dossier.pin,
        hotline=said.hotline,
        receiver=receiver.full_name,
        record_hash=received.hash,
        record_line=received.seq,
        fee=Dong(fees.total_vnd) if fees and fees.total_vnd else None,
        fee_paid=fees is not None and not fees.due_vnd,
        transfer=_transfer(dossier, fees.due_vnd, received.at) if fees and fees.due_vnd else "",
        renewed=_renewed(entries, before, due) if before else None,
    )


def _renewed(entries: Iterable[Recorded], before: datetime, due: DueDateSet) -> Renewed:
    entry = next(a for a in entries if a.act in _PROMISES and a.at >= due.set_at)
    return Renewed(entry.at, _PROMISES[Act(entry.act)], before, heads.trace_of(entry))


_PROMISES: Final = {Act.SUPPLY: "supplied", Act.CONFIRM_PAYMENT: "paid"}
"""The acts that move a promised date, and how its paper says what was waited for."""


def _transfer(dossier: Dossier, due_vnd: int, on: datetime) -> str:
    """Return the VietQR of what is owed, empty where no account is known to pay into."""
    desk = dossier.receiving_agency
    agencies = [desk.code, *([desk.parent.code] if desk.parent else [])]
    try:
        payee = payments.payee_of(agencies, local_date(on))
    except OnlinePaymentOff:
        return ""
    return vietqr(payee, amount_vnd=due_vnd, purpose=dossier.code)


def _line_of(dossier: Dossier) -> str:
    """Return the dossier's line in the register of what the desk receives."""
    line = document_queries.find_register_line(dossier.subject, REGISTER)
    return heads.numbered(line.number, REGISTER) if line else ""


def _received_papers(dossier: Dossier) -> tuple[ReceivedPaper, ...]:
    form = catalogue.form_of(dossier.procedure_code, local_date(dossier.submitted_at))
    names = {paper.component_code: paper.name for paper in form.papers} if form else {}
    names |= {c.code: c.name for c in catalogue.components_of(dossier.version)}
    counted: dict[str, int] = {}
    for paper in document_queries.uploads_of(dossier.subject):
        counted[paper.component_code] = counted.get(paper.component_code, 0) + 1
    return tuple(
        ReceivedPaper(name=names.get(code, code), electronic=count)
        for code, count in counted.items()
    )


def _once(
    paper_of: Callable[[Dossier, SpokenFor], Notice | None],
) -> Callable[[Dossier, SpokenFor, int], Notice | None]:
    def owed(dossier: Dossier, said: SpokenFor, made: int) -> Notice | None:
        return None if made else paper_of(dossier, said)

    return owed


_OWED: Mapping[Kind, Callable[[Dossier, SpokenFor, int], Notice | None]] = {
    Kind.DECLARATION: _once(_declaration),
    Kind.INTAKE_SLIP: _slip,
    Kind.SUPPLEMENT_REQUEST: notices.supplement_request,
    Kind.REFUSAL_TO_RECEIVE: _once(notices.refusal_to_receive),
    Kind.STOP_NOTICE: _once(notices.stop_notice),
}
"""Each paper with what makes the next one, or says that no further one is owed yet."""
