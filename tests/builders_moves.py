"""The table of what the law lets whom do with a dossier, in each of its states."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from tests.builders_attempts import CLERKS, COMMUNE, DESKS, HANDLERS, Attempt

from thongsuot.domains.custody import queries as custodies
from thongsuot.domains.custody.terms import Opinion
from thongsuot.domains.documents import queries as documents
from thongsuot.domains.dossiers.lateness.models import Extension
from thongsuot.domains.dossiers.models import AgencyMove, Decision, Dossier, SupplementDraft
from thongsuot.domains.dossiers.queries.turned import without_turned
from thongsuot.domains.dossiers.terms import NationalState, Outcome, Step
from thongsuot.domains.dossiers.terms.drafts import DraftKind
from thongsuot.domains.payments import queries as payments

S = NationalState
THREE_DAYS = timedelta(days=3)
HEADS = {COMMUNE: "head", "H99.32": "neighbour_head", "H99": "chairman"}

Move = tuple[str, str, str, Step]
"""An act, who does it, towards whom, for which step; the last two mean nothing to most acts."""
WHOLE = 4


@dataclass
class Now:
    """What the table asks of the present of a dossier."""

    attempt: Attempt

    def __post_init__(self) -> None:
        subject, province = self.attempt.subject, self.attempt.province
        self.row = Dossier.objects.select_related("receiving_agency", "competent_agency").get(
            **self.attempt.code
        )
        self.posts = {post.pk: who for who, post in province.posts.items()}
        held = custodies.holder_of(subject)
        names = {officer.pk: who for who, officer in province.officers.items()}
        self.holder = names[held.holder.officer_id] if held else ""
        self.agency = {who: post.agency.code for who, post in province.posts.items()}
        self.desk = DESKS[self.row.receiving_agency.code]
        settles = self.row.competent_agency
        self.settles = settles.code if settles else ""
        self.offer = custodies.open_offers_of([subject]).get(subject)
        self.questions = [o for o in custodies.opinions_of(subject) if o.answer is Opinion.WAITING]
        self.dispute = custodies.last_dispute_of(subject)
        self.decision = Decision.objects.filter(dossier=self.row).first()
        self.extension = Extension.objects.filter(dossier=self.row).first()
        self.due_vnd = payments.due_of(subject)
        self.claim = payments.open_claim(subject)

    @property
    def signed(self) -> bool:
        """Whether a decision exists."""
        return self.decision is not None and self.decision.signed_at is not None

    @property
    def disputed(self) -> bool:
        """Whether the superior has to decide first."""
        return self.dispute is not None and self.dispute.is_open

    @property
    def ruled(self) -> str:
        """The agency that the superior has named, if he has decided."""
        return self.dispute.ruling.stands_code if self.dispute and self.dispute.ruling else ""

    @property
    def handled(self) -> bool:
        """Whether the holder is one who handles, and nothing is signed."""
        return self.holder in HANDLERS and not self.signed


def moves(attempt: Attempt) -> list[Move]:
    """Return what somebody may do now."""
    now = Now(attempt)
    found = [move for rule in RULES[now.row.national_state] for move in rule(now)]
    return [move if len(move) == WHOLE else (*move, "desk", Step.VERIFY) for move in found]


def _at_the_desk(now: Now) -> Iterator[tuple]:
    yield "receive", now.desk
    yield "refuse", now.desk
    if not now.row.supplements.exists():
        yield "guide", now.desk
    if not AgencyMove.objects.filter(dossier=now.row).exists():
        yield "forward", now.desk


def _answers(now: Now) -> Iterator[tuple]:
    if now.offer is None:
        return
    asked = now.posts[now.offer.to_post_id]
    yield "accept", asked
    yield "recall", now.holder
    yield "silence", "desk"
    in_time = now.offer.answer_by >= now.attempt.story.at + now.attempt.story.step
    if in_time and now.agency[asked] != now.ruled:
        yield "send_back", asked


def _offers(now: Now) -> Iterator[tuple]:
    if now.offer is not None or now.disputed:
        return
    for other in HANDLERS:
        if other != now.holder:
            if not now.signed and now.ruled in {"", now.agency[other]}:
                yield "offer", now.holder, other, Step.VERIFY
            yield "offer", now.holder, other, Step.SIGN


def _decides(now: Now) -> Iterator[tuple]:
    if now.disputed:
        head = HEADS[now.dispute.superior_code]
        if now.attempt.province.officers[head].pk not in now.dispute.took_sides:
            yield "decide", head


def _asks(now: Now) -> Iterator[tuple]:
    asked = {question.to_post_id for question in now.questions}
    for other in ("stranger", "neighbour_handler"):
        post = now.attempt.province.posts[other]
        if now.agency[other] != now.agency[now.holder] and post.pk not in asked:
            yield "ask", now.holder, other, Step.VERIFY


def _opines(now: Now) -> Iterator[tuple]:
    for question in now.questions:
        asked = now.posts[question.to_post_id]
        if question.asker.officer_id != now.attempt.province.officers[asked].pk:
            yield "opine", asked, asked, Step.VERIFY
        yield "recall_question", now.holder, asked, Step.VERIFY
        yield "no_opinion", "desk", asked, Step.VERIFY


def _works(now: Now) -> Iterator[tuple]:
    if now.handled:
        yield "draft", now.holder
    if now.handled and now.offer is None:
        yield "owe", now.holder


def _asks_for_papers(now: Now) -> Iterator[tuple]:
    in_time = now.attempt.story.at - now.row.received_at < THREE_DAYS
    if now.signed or now.offer or not in_time or now.row.supplements.exists():
        return
    if now.handled:
        yield "draft_request", now.holder
    if (head := HEADS.get(now.settles)) and not now.ruled:
        yield "supplement", head
        if _waits(now, SupplementDraft.objects.filter(sent_at=None), DraftKind.REQUEST):
            yield "sign_request", head


def _waits(now: Now, drafts, kind: DraftKind):
    """Return the draft that waits for its signature, None where it was turned or there is none."""
    return without_turned(drafts.filter(dossier=now.row), kind).first()


def _turns_drafts(now: Now) -> Iterator[tuple]:
    unsigned = {"signed_at": None, "drafted_by__isnull": False}
    drafted = {
        DraftKind.REQUEST: SupplementDraft.objects.filter(sent_at=None),
        DraftKind.APOLOGY: Extension.objects.filter(**unsigned),
        DraftKind.DECISION: Decision.objects.filter(**unsigned),
    }
    head = HEADS.get(now.settles)
    for kind, drafts in drafted.items():
        draft = _waits(now, drafts, kind)
        if draft is None:
            continue
        drafter = _who(now, draft.drafted_by_id)
        yield "take_back", drafter
        signs = head and not now.ruled and (kind is not DraftKind.DECISION or now.holder == head)
        if signs and drafter != head:
            yield "return_draft", head


def _signs(now: Now) -> Iterator[tuple]:
    if now.decision is None or now.ruled:
        return
    if not now.signed and not _waits(now, Decision.objects, DraftKind.DECISION):
        return
    if now.signed:
        if clerk := CLERKS.get(now.agency[_who(now, now.decision.signed_by_id)]):
            yield "issue", clerk
    elif now.holder == HEADS.get(now.settles) != _who(now, now.decision.drafted_by_id):
        yield "sign", now.holder


def _who(now: Now, officer: int) -> str:
    officers = now.attempt.province.officers
    return next(who for who in officers if officers[who].pk == officer)


def _puts_off(now: Now) -> Iterator[tuple]:
    drafted, head = now.extension, HEADS.get(now.settles)
    if now.signed or (drafted and drafted.signed_at):
        return
    if now.handled:
        yield "put_off", now.holder
    if drafted is None:
        yield "draft_apology", "desk"
    elif not _waits(now, Extension.objects, DraftKind.APOLOGY):
        return
    elif drafted.drafted_by_id and head and not now.ruled:
        yield "apologise", head


def _pays(now: Now) -> Iterator[tuple]:
    if now.holder in HANDLERS:
        yield "pay", now.holder


def _fees(now: Now) -> Iterator[tuple]:
    if now.claim:
        yield "answer_claim", now.desk
    if now.due_vnd:
        yield "collect", now.desk
        if not now.claim:
            yield "claim", "desk"


def _supplies(now: Now) -> Iterator[tuple]:
    sent = documents.uploads_of(now.attempt.subject, since=now.row.supplement_since)
    yield ("supply" if sent else "attach"), "desk"


def _ends(now: Now) -> Iterator[tuple]:
    if not now.signed:
        yield "withdraw", "desk"
        if now.holder in HANDLERS:
            yield "stop", now.holder


def _gives_back(now: Now) -> Iterator[tuple]:
    if now.holder in DESKS.values():
        if not (now.due_vnd and now.row.outcome == Outcome.GRANTED):
            yield "hand_out", now.holder
    elif now.offer is None and not now.disputed:
        yield "offer", now.holder, now.desk, Step.RETURN


RULES = {
    S.REGISTERED: (_at_the_desk, _fees, _ends),
    S.RECEIVED: (_answers, _offers, _decides, _puts_off, _turns_drafts, _fees, _ends),
    S.PROCESSING: (
        _answers, _offers, _decides, _asks, _opines, _works, _asks_for_papers, _signs,
        _puts_off, _turns_drafts, _ends,
    ),
    S.SUPPLEMENT_REQUESTED: (_supplies, _decides, _opines, _ends),
    S.OBLIGATION_REQUESTED: (_pays, _decides, _opines, _ends),
    S.RESOLVED: (_answers, _decides, _opines, _fees, _gives_back),
    S.NOT_RECEIVED: (), S.WITHDRAWN: (), S.STOPPED: (), S.RETURNED: (),
}  # fmt: skip
"""In each state, what of it the law lets somebody do."""
