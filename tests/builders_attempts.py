"""Whatever anyone may try on a dossier, and the table of what the law lets whom do when."""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from tests.builders import MONDAY, Story
from tests.builders_documents import photo, picture
from tests.builders_story import BIRTH_PAPER, asked, resolved

from thongsuot import bootstrap
from thongsuot.domains.custody import queries as custodies
from thongsuot.domains.custody.terms import Grounds, Opinion, ReturnReason
from thongsuot.domains.documents import queries as documents
from thongsuot.domains.dossiers import services as dossiers
from thongsuot.domains.dossiers.lateness.models import Extension
from thongsuot.domains.dossiers.models import AgencyMove, Decision, Dossier
from thongsuot.domains.dossiers.terms import (
    HandedTo,
    NationalState,
    Outcome,
    PayeeSide,
    PaymentNotice,
    Step,
)
from thongsuot.domains.ledger.models import Entry
from thongsuot.domains.ledger.terms import Actor
from thongsuot.kernel.errors import Refused

S = NationalState
A_MINUTE = timedelta(minutes=1)
THREE_DAYS = timedelta(days=3)
COMMUNE, DEPARTMENT, NEIGHBOUR_DESK = "H99.31", "H99.05", "H99.32.01"
WORDS = {"reason": "Lý do được nêu rõ ràng", "legal_basis": "Điều 21 NĐ 118/2025"}
DESKS = {"H99.31.01": "desk", NEIGHBOUR_DESK: "neighbour_desk"}
HEADS = {COMMUNE: "head", "H99.32": "neighbour_head", "H99": "chairman"}
CLERKS = {COMMUNE: "clerk", "H99.32": "neighbour_clerk"}
HANDLERS = ("handler", "head", "stranger", "neighbour_handler", "neighbour_head")
OFFICERS = (*DESKS.values(), *HANDLERS, *CLERKS.values(), "chairman")

Move = tuple[str, str, str, Step]
"""An act, who does it, towards whom, for which step; the last two mean nothing to most acts."""
WHOLE = 4


class Tried(Story):
    """A story that may begin anywhere on the way."""

    def disputed(self) -> "Tried":
        """Have it returned twice on the same ground."""
        self.received()
        for _time in range(2):
            offer = self.offered(self.province.desk, "stranger", Step.VERIFY)
            dossiers.return_handover(
                offer_id=offer, by=self.province.stranger, at=self.now(),
                grounds=Grounds(ReturnReason.WRONG_COMPETENCE, "Luật 60/2014/QH13", COMMUNE),
            )  # fmt: skip
        return self

    def asked(self) -> "Tried":
        """Have its papers asked for."""
        return asked(self)

    def resolved(self) -> "Tried":
        """Have its result issued."""
        return resolved(self)


STARTS = ("registered", "received", "processing", "drafted", "disputed", "asked", "resolved")


class Attempt:
    """One dossier on which anyone tries anything: each act is a method of its name."""

    def __init__(self, story: Story) -> None:
        self.story, self.province = story, story.province
        self.code = {"code": story.code}
        self.subject = f"dossier:{story.code}"

    def do(self, act: str, who: str, other: str, step: Step) -> None:
        """Try it, at the next instant."""
        common = {"by": self.province.actor(who), "at": self.story.now()}
        getattr(self, act)(common, other, step)

    def receive(self, common, _other, _step) -> None:
        dossiers.receive(**self.code, **common)

    def refuse(self, common, _other, _step) -> None:
        dossiers.refuse(**self.code, **WORDS, **common)

    def forward(self, common, _other, _step) -> None:
        why = "Chuyển về đúng nơi tiếp nhận"
        dossiers.forward_submission(**self.code, to_desk=NEIGHBOUR_DESK, why=why, **common)

    def offer(self, common, other, step) -> None:
        dossiers.offer_handover(
            **self.code, to_post=self.province.posts[other].pk, step=step, limit_minutes=60,
            why="Chuyển theo quy trình đã duyệt", **common,
        )  # fmt: skip

    def accept(self, common, _other, _step) -> None:
        dossiers.accept_handover(offer_id=self._an_offer().id, **common)

    def send_back(self, common, _other, _step) -> None:
        right = COMMUNE if common["by"].agency == DEPARTMENT else DEPARTMENT
        basis, why = "Điều 13 Luật Hộ tịch 60/2014/QH13", "Đang sửa trụ sở"
        dossiers.return_handover(
            offer_id=self._an_offer().id,
            grounds=Grounds(ReturnReason.OTHER, basis, right, why), **common,
        )  # fmt: skip

    def recall(self, common, _other, _step) -> None:
        dossiers.recall_handover(**self.code, **common)

    def silence(self, _common, _other, _step) -> None:
        offer = self._an_offer()
        dossiers.accept_by_silence(offer_id=offer.id, at=self._after(offer.answer_by))
        self.story.at = self._after(offer.answer_by)

    def silence_at_once(self, common, _other, _step) -> None:
        dossiers.accept_by_silence(offer_id=self._an_offer().id, at=common["at"])

    def decide(self, common, _other, _step) -> None:
        agency = DEPARTMENT if common["by"].agency == "H99" else COMMUNE
        dossiers.decide_dispute(
            dispute_id=_last(custodies.disputes_of(self.subject)).id, agency=agency,
            legal_basis="Quyết định 05/QĐ-UBND", **common,
        )  # fmt: skip

    def ask(self, common, other, _step) -> None:
        dossiers.ask_opinion(
            **self.code, to_post=self.province.posts[other].pk, basis="phoi-hop",
            question="Nội dung này có đúng quy hoạch không?", **common,
        )  # fmt: skip

    def opine(self, common, other, _step) -> None:
        dossiers.give_opinion(
            opinion_id=self._a_question(other).id, answer=Opinion.AGREE,
            text="Đồng ý với đề nghị.", **common,
        )  # fmt: skip

    def recall_question(self, common, other, _step) -> None:
        dossiers.recall_opinion(opinion_id=self._a_question(other).id, **common)

    def no_opinion(self, _common, other, _step) -> None:
        asked = self._a_question(other)
        dossiers.end_opinion_in_silence(opinion_id=asked.id, at=self._after(asked.answer_by))
        self.story.at = self._after(asked.answer_by)

    def supplement(self, common, _other, _step) -> None:
        dossiers.request_supplement(**self.code, papers=[BIRTH_PAPER], **common)

    def attach(self, common, _other, _step) -> None:
        side = 200 + Entry.objects.filter(subject=self.subject).count()  # another than before
        dossiers.attach_supplement(
            **self.code, component_code=BIRTH_PAPER.component, name="anh.jpg",
            stream=io.BytesIO(photo(of=picture(side, side))), **common | self._by_citizen(),
        )  # fmt: skip

    def supply(self, common, _other, _step) -> None:
        dossiers.supply(**self.code, **common | self._by_citizen())

    def owe(self, common, _other, _step) -> None:
        notice = PaymentNotice(
            PayeeSide.TAX_OFFICE, "1520/TB-CT", MONDAY.date(), 1_250_000, "Luật 31/2024/QH15"
        )
        dossiers.request_payment(
            **self.code, notice=notice, name="anh.jpg", stream=io.BytesIO(photo()), **common
        )

    def pay(self, common, _other, _step) -> None:
        dossiers.confirm_payment(**self.code, receipt="BL-0001", **common)

    def draft(self, common, _other, _step) -> None:
        grounds = "Đủ điều kiện cấp"
        dossiers.draft_decision(**self.code, outcome=Outcome.GRANTED, grounds=grounds, **common)

    def sign(self, common, _other, _step) -> None:
        dossiers.sign_decision(**self.code, signer=bootstrap.signer(), **common)

    def issue(self, common, _other, _step) -> None:
        dossiers.issue_decision(**self.code, **common)

    def hand_out(self, common, _other, _step) -> None:
        dossiers.return_result(**self.code, to=HandedTo.APPLICANT, **common)

    def withdraw(self, common, _other, _step) -> None:
        dossiers.withdraw(**self.code, reason="", **common | self._by_citizen())

    def stop(self, common, _other, _step) -> None:
        dossiers.stop(**self.code, **WORDS, **common)

    def put_off(self, common, _other, _step) -> None:
        why = "Phải xác minh thêm tại cơ sở"
        dossiers.propose_extension(**self.code, days=20, reason=why, **common)

    def apologise(self, common, _other, _step) -> None:
        dossiers.sign_extension(**self.code, signer=bootstrap.signer(), **common)

    def draft_apology(self, common, _other, _step) -> None:
        dossiers.draft_extension_for(**self.code, at=common["at"])

    def _by_citizen(self) -> dict[str, Actor]:
        return {"by": Actor.citizen(dossier=self.story.code)}

    def _after(self, instant: datetime) -> datetime:
        return max(self.story.at, instant + A_MINUTE)

    def _an_offer(self):
        waiting = custodies.open_offers_of([self.subject])
        return waiting.get(self.subject) or _last(custodies.offers_of(self.subject))

    def _a_question(self, other: str):
        """Return the question to that officer, or the last one where he was asked nothing."""
        found = custodies.opinions_of(self.subject)
        asked = [one for one in found if one.to_post_id == self.province.posts[other].pk]
        return _last(asked or found)


def _last(found: list):
    if not found:
        raise Refused("there is nothing of that kind")
    return found[-1]


ACTS = tuple(name for name in vars(Attempt) if name[0] != "_" and name != "do")
NEVER_YET = {"silence_at_once"}
"""What is tried although nothing makes it legal."""


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
        in_time = now.attempt.story.at - now.row.received_at < THREE_DAYS
        if in_time and not now.row.supplements.exists():
            yield "supplement", now.holder


def _signs(now: Now) -> Iterator[tuple]:
    if now.decision is None or now.ruled:
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
    elif drafted.drafted_by_id and head and not now.ruled:
        yield "apologise", head


def _pays(now: Now) -> Iterator[tuple]:
    if now.holder in HANDLERS:
        yield "pay", now.holder


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
        yield "hand_out", now.holder
    elif now.offer is None and not now.disputed:
        yield "offer", now.holder, now.desk, Step.RETURN


RULES = {
    S.REGISTERED: (_at_the_desk, _ends),
    S.RECEIVED: (_answers, _offers, _decides, _puts_off, _ends),
    S.PROCESSING: (
        _answers, _offers, _decides, _asks, _opines, _works, _signs, _puts_off, _ends,
    ),
    S.SUPPLEMENT_REQUESTED: (_supplies, _decides, _opines, _ends),
    S.OBLIGATION_REQUESTED: (_pays, _decides, _opines, _ends),
    S.RESOLVED: (_answers, _decides, _opines, _gives_back),
    S.NOT_RECEIVED: (), S.WITHDRAWN: (), S.STOPPED: (), S.RETURNED: (),
}  # fmt: skip
"""In each state, what of it the law lets somebody do."""
