"""Before and at submission: a draft that is kept, papers, and the sending that happens once."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any, BinaryIO
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, connection, transaction

from thongsuot.domains.catalogue import queries as catalogue
from thongsuot.domains.catalogue import rules as catalogue_rules
from thongsuot.domains.catalogue.terms import Form, Topic
from thongsuot.domains.documents import queries as document_queries
from thongsuot.domains.documents import services as documents
from thongsuot.domains.dossiers import policy, rules
from thongsuot.domains.dossiers.models import Dossier, Draft
from thongsuot.domains.dossiers.queries.applicants import as_kept
from thongsuot.domains.dossiers.services import act, answering, telling
from thongsuot.domains.dossiers.services.fees import freeze_fees
from thongsuot.domains.dossiers.terms import (
    Act,
    ActNotAllowed,
    AnswersIncomplete,
    Channel,
    DraftSent,
    DraftUnknown,
    NotCompetent,
    SentToAnotherDesk,
)
from thongsuot.domains.exchange import services as exchange
from thongsuot.domains.exchange.terms import to_applicant
from thongsuot.domains.ledger import rows, settled
from thongsuot.domains.ledger import services as ledger
from thongsuot.domains.ledger.services import bookkeeping
from thongsuot.domains.ledger.terms import Actor, ActorKind, DetailValue, KeyReused
from thongsuot.domains.organisation import desks, successors
from thongsuot.domains.organisation import queries as organisation
from thongsuot.domains.organisation.terms import AgencyUnknown, Desk, Role
from thongsuot.domains.people import rules as people_rules
from thongsuot.domains.people import services as people
from thongsuot.domains.people.terms import Identity
from thongsuot.kernel.clock import local_date

PHONE_END = 4


@bookkeeping("typing is no act of the law; the submission is")
@transaction.atomic
def begin_draft(*, procedure_code: str, at: datetime) -> Draft:
    """Begin a draft for a procedure in force that day.

    Raises:  ProcedureUnknown; ProcedureNotInForce.
    """
    catalogue.current_version(procedure_code, local_date(at))
    return Draft.objects.create(procedure_code=procedure_code, created_at=at, saved_at=at)


@bookkeeping("typing is no act of the law; the submission is")
@transaction.atomic
def begin_again(*, code: str, by: Actor, at: datetime) -> Draft:
    """Begin a draft with the answers and papers of a dossier that has ended.

    What the form asks today and was answered rightly then counts as answered.
    Raises:  DossierUnknown; PinNeeded; ActNotAllowed while the dossier goes on or when it was
             granted; ProcedureUnknown; ProcedureNotInForce.
    """
    ended, on = act.lock(code), local_date(at)
    policy.check_citizen(ended, by)
    if not rules.may_begin_again(ended.national_state, ended.outcome):
        raise ActNotAllowed(
            "it goes on, or was granted", act="begin-again", state=ended.national_state
        )
    draft = begin_draft(procedure_code=ended.procedure_code, at=at)
    form = catalogue.form_of(ended.procedure_code, on)
    known = {topic.slug for topic in form.topics} if form else set()
    draft.answers = {slug: said for slug, said in ended.answers.items() if slug in known}
    draft.done_topics = _answered_topics(form, draft.answers, on) if form else []
    desk = ended.receiving_agency.code
    draft.receiving_agency = desk if organisation.find_agency(desk, on) else ""
    draft.save()
    documents.copy_uploads(
        from_subject=ended.subject, to_subject=_subject(draft.pk), by=Actor.citizen(), at=at
    )
    return draft


@bookkeeping("typing is no act of the law; the submission is")
@transaction.atomic
def save_answers(
    *, draft_id: UUID, topic: str, answers: Mapping[str, Any], done: bool, at: datetime
) -> Draft:
    """Keep what was typed under one topic; ``done`` when it passed the form's checks.

    Raises:  DraftUnknown; DraftSent, also when another tab sends it at this moment.
    """
    draft = _lock_draft(draft_id)
    _check_unsent(draft)
    draft.answers = {**draft.answers, topic: dict(answers)}
    marked = [slug for slug in draft.done_topics if slug != topic]
    draft.done_topics = [*marked, topic] if done else marked
    draft.saved_at = at
    draft.save()
    return draft


@bookkeeping("choosing where to send it is no act of the law; the submission is")
@transaction.atomic
def choose_agency(*, draft_id: UUID, agency: str, at: datetime) -> Draft:
    """Keep which desk the draft will be sent to.

    Raises:  DraftUnknown; DraftSent, as ``save_answers``; AgencyUnknown; NotCompetent.
    """
    draft = _lock_draft(draft_id)
    _check_unsent(draft)
    if not organisation.get_agency(agency, local_date(at)).is_desk:
        raise NotCompetent("only a one-stop desk receives", agency=agency)
    draft.receiving_agency, draft.saved_at = agency, at
    draft.save()
    return draft


def attach_paper(
    *, draft_id: UUID, component_code: str, name: str, stream: BinaryIO, by: Actor, at: datetime
) -> None:
    """Add a file to a draft; the documents room writes the entry on the draft's own chain.

    Raises:  DraftUnknown; DraftSent, also when it was sent while the file was read; FileRefused in
             one of its kinds; TooManyFiles.
    """
    _check_unsent(_find_draft(draft_id))
    documents.attach_upload(
        subject=_subject(draft_id), component_code=component_code, name=name, stream=stream,
        by=by, at=at, check=lambda: _check_unsent(_touched_draft(draft_id, at)),
    )  # fmt: skip


@transaction.atomic
def withdraw_paper(*, draft_id: UUID, attachment_id: UUID, by: Actor, at: datetime) -> None:
    """Take a file out of a draft again; it is marked, not deleted.

    Raises:  DraftUnknown; DraftSent, also when another tab sends it at this moment; PaperUnknown.
    """
    _check_unsent(_touched_draft(draft_id, at))
    documents.withdraw_upload(subject=_subject(draft_id), attachment_id=attachment_id, by=by, at=at)


@transaction.atomic
def submit(*, draft_id: UUID, by: Actor, at: datetime) -> Dossier:
    """Send a draft; sent twice it is still one dossier, the first.

    Raises:  DraftUnknown; AnswersIncomplete; ProcedureNotInForce; LimitNotSettled.
    Source:  NĐ 61/2018 Art. 16; NĐ 118/2025 Art. 15.
    """
    draft = _lock_draft(draft_id)
    sent = Dossier.objects.filter(draft=draft).first()
    if sent:
        return sent
    on = local_date(at)
    check_complete(draft, on)
    dossier, said = _create(
        procedure_code=draft.procedure_code,
        desk=_desk(draft.receiving_agency, on),
        channel=Channel.ONLINE,
        identity=catalogue_rules.applicant_of(draft.answers),
        answers=draft.answers,
        draft=draft,
        by=by,
        at=at,
    )
    documents.adopt(from_subject=_subject(draft.pk), to_subject=dossier.subject)
    return _record(dossier, said, by=by, at=at, key=None)


@settled.looking()
def register(
    *, procedure_code: str, receiving_agency: str, channel: Channel, identity: Identity,
    answers: Mapping[str, Any], by: Actor, at: datetime, key: str | None = None,
) -> Dossier:  # fmt: skip
    """Enter a dossier that came as a whole, from a counter or another system.

    An officer enters what came to his own desk; a citizen, what he files online.
    Raises:  RoleMissing; SentToAnotherDesk; ProcedureNotInForce; LimitNotSettled; NotCompetent;
             AgencyUnknown; KeyReused, also for the key of a request that said something else.
    """
    on = local_date(at)
    files_himself = by.kind is ActorKind.CITIZEN and channel is Channel.ONLINE
    if not files_himself:
        organisation.require_role(by, Role.RECEIVE, on)
    sent = _Request(key, _digest(procedure_code, receiving_agency, channel, identity, answers), by)
    done = sent.find_made()
    if done:
        return done
    try:
        with transaction.atomic():
            desk = _desk(receiving_agency, on)
            if not files_himself and by.agency != desk.code:
                raise SentToAnotherDesk("not the visitor's own desk", agency=by.agency)
            dossier, said = _create(
                procedure_code=procedure_code, desk=desk, channel=channel, identity=identity,
                answers=answers, draft=None, by=by, at=at,
            )  # fmt: skip
            said = {**said, "request": sent.digest}
            return _record(dossier, said, by=by, at=at, key=key)
    except IntegrityError:
        done = sent.find_made()  # by the same request, sent twice at once
        if done is None:
            raise
        return done


@dataclass(frozen=True, slots=True)
class _Request:
    """One entering, as its sender may send it again."""

    key: str | None
    digest: str
    by: Actor

    def find_made(self) -> Dossier | None:
        """Return the dossier that this request made before.  Raises: KeyReused."""
        done = act.find_done(self.key, Act.SUBMIT, self.by)
        if done is None:
            return None
        if done.detail.get("request") != self.digest:
            raise KeyReused("this key came with another content", act=done.act)
        return Dossier.objects.get(code=rules.code_of(done.subject))


def _digest(*said: object) -> str:
    """Return by what a request is known again; keyed, since the record shows it to everybody."""
    words = json.dumps(said, sort_keys=True, default=_plain)
    index: bytes = settings.KEYRING.blind_index(words, "dossier-request")
    return index.hex()


def _plain(value: object) -> object:
    return asdict(value) if isinstance(value, Identity) else str(value)


def check_complete(draft: Draft, on: date) -> None:
    """Refuse a draft with an unanswered topic, a missing paper or no desk where somebody receives.

    Raises:  AnswersIncomplete, naming the topic to return to.
    """
    form = catalogue.form_of(draft.procedure_code, on)
    if form is None:
        raise AnswersIncomplete("this procedure has no electronic form", topic="")
    if not draft.receiving_agency:
        raise AnswersIncomplete("no desk was chosen", topic="noi-nop")
    if not desks.receives(draft.receiving_agency, on):
        raise AnswersIncomplete("nobody receives at the desk that was chosen", topic="noi-nop")
    answered = _answered_topics(form, draft.answers, on)
    for topic in form.topics:
        if topic.slug not in answered:
            raise AnswersIncomplete("a topic is not answered", topic=topic.slug)
    given = {paper.component_code for paper in document_queries.uploads_of(_subject(draft.pk))}
    for paper in form.papers:
        if paper.needed == "required" and paper.component_code not in given:
            raise AnswersIncomplete("a required paper is missing", topic="giay-to")


def _answered_topics(form: Form, answers: Mapping[str, Any], on: date) -> list[str]:
    """Return the slugs of the topics that are answered as the form wants them that day."""

    def errors_of(topic: Topic) -> object:
        given = answers.get(topic.slug, {})
        return catalogue_rules.clean_answers(
            form, topic, given, today=on, others=answers, samples=settings.SAMPLE_DATA
        )[1]

    return [topic.slug for topic in form.topics if not errors_of(topic)]


def _create(
    *, procedure_code: str, desk: Desk, channel: Channel, identity: Identity,
    answers: Mapping[str, Any], draft: Draft | None, by: Actor, at: datetime,
) -> tuple[Dossier, Mapping[str, DetailValue]]:  # fmt: skip
    """Return the dossier, and what the record says of its submission."""
    on = local_date(at)
    version = catalogue.receivable(procedure_code, channel, on)
    identity = people_rules.clean(identity)
    person = people.remember(identity=identity, by=by, at=at)
    dossier = Dossier(
        code=rules.dossier_code(desk.code, on, _next_counter(desk.code, on)),
        draft=draft,
        version_id=version.version_id,
        procedure_code=procedure_code,
        channel=channel,
        applicant=person,
        answers=dict(answers),
        declared=as_kept(identity),
        pin=rules.new_pin(),
        phone_end=identity.phone[-PHONE_END:],
        receiving_agency_id=desk.agency_id,
        submitted_at=at,
        last_act_at=at,
    )
    rows.add(dossier)
    _keep_contact(dossier, identity, at)
    said: dict[str, DetailValue] = {
            "procedure": procedure_code, "version": version.number,
            "channel": Channel(channel).value, "desk": desk.code}  # fmt: skip
    return dossier, said | freeze_fees(dossier, desk, identity, answers, on)


def _keep_contact(dossier: Dossier, given: Identity, at: datetime) -> None:
    """Reach the applicant of this dossier as was given with it, whatever is on file."""
    on_file = dossier.applicant.as_identity()
    if (given.phone, given.email) != (on_file.phone, on_file.email):
        exchange.keep_contact(
            to=to_applicant(dossier.code), phone=given.phone, email=given.email, at=at
        )


def _desk(agency: str, on: date) -> Desk:
    """Return the desk that receives that day.  Raises: AgencyUnknown; NotCompetent."""
    desk = _desk_or_successor(agency, on)
    if not desk.is_desk:
        raise NotCompetent("only a one-stop desk receives", agency=agency)
    return desk


def _desk_or_successor(agency: str, on: date) -> Desk:
    """Return the agency of this code, or the one that it went into as a whole."""
    try:
        return organisation.get_desk(agency, on)
    except AgencyUnknown:
        standing = successors.find_standing(agency, on)
        if standing is None:
            raise
        return organisation.desk_by_id(standing.pk)


def _record(
    dossier: Dossier, said: Mapping[str, DetailValue], *, by: Actor, at: datetime, key: str | None
) -> Dossier:
    exchange.prepare_papers(code=dossier.code)
    owed = answering.owe_answer(dossier, since=dossier.submitted_at, has_fee="fee_vnd" in said)
    entry = ledger.record(
        subject=dossier.subject, act=Act.SUBMIT.value, by=by, at=at, key=key, begins=True,
        detail={**said, **_sent_in(dossier), **owed},
    )  # fmt: skip
    telling.tell(dossier, Act.SUBMIT, cause=entry.seq, detail=said, at=at)
    return dossier


def _sent_in(dossier: Dossier) -> dict[str, DetailValue]:
    """Commit to each file that came with a draft: as it is read, as it came, and its place."""
    sent = document_queries.uploads_of(dossier.subject) if dossier.draft_id else []
    return {
        "papers": [paper.commitment for paper in sent],
        "originals": [paper.original_commitment for paper in sent],
        "components": [paper.component_code for paper in sent],
    }


def _next_counter(agency: str, day: date) -> int:
    """Return the next number of the day; two submissions at once wait for each other briefly."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO dossiers_codecounter (agency, day, last) VALUES (%s, %s, 1)"
            " ON CONFLICT (agency, day) DO UPDATE SET last = dossiers_codecounter.last + 1"
            " RETURNING last",
            [agency, day],
        )
        return int(cursor.fetchone()[0])


def _subject(draft_id: UUID) -> str:
    return f"draft:{draft_id}"


def _check_unsent(draft: Draft) -> None:
    if Dossier.objects.filter(draft=draft).exists():
        raise DraftSent("the draft has become a dossier")


def _find_draft(draft_id: UUID) -> Draft:
    draft = Draft.objects.filter(pk=draft_id).first()
    if draft is None:
        raise DraftUnknown("no such draft")
    return draft


def _touched_draft(draft_id: UUID, at: datetime) -> Draft:
    """Lock the draft and note that somebody worked on it: its span to be kept begins anew."""
    draft = _lock_draft(draft_id)
    draft.saved_at = max(draft.saved_at, at)
    draft.save(update_fields=["saved_at"])
    return draft


def _lock_draft(draft_id: UUID) -> Draft:
    draft = Draft.objects.select_for_update().filter(pk=draft_id).first()
    if draft is None:
        raise DraftUnknown("no such draft")
    return draft
