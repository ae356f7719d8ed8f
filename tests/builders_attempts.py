"""Whatever anyone may try on a dossier."""

import io
from collections.abc import Mapping
from datetime import datetime, timedelta

from tests.builders import MONDAY, Story
from tests.builders_documents import photo, picture
from tests.builders_story import BIRTH_PAPER, asked, guided, resolved

from thongsuot import bootstrap
from thongsuot.domains.custody import queries as custodies
from thongsuot.domains.custody.terms import Grounds, Opinion, ReturnReason
from thongsuot.domains.dossiers import services as dossiers
from thongsuot.domains.dossiers.terms import (
    Act,
    HandedTo,
    Outcome,
    PayeeSide,
    PaymentNotice,
    Step,
)
from thongsuot.domains.dossiers.terms.drafts import DraftKind
from thongsuot.domains.dossiers.terms.refusing import RefusalGround
from thongsuot.domains.ledger.models import Entry
from thongsuot.domains.ledger.terms import Actor
from thongsuot.domains.payments import queries as payments
from thongsuot.domains.payments.terms import Means
from thongsuot.kernel.errors import Refused

A_MINUTE = timedelta(minutes=1)
COMMUNE, DEPARTMENT, NEIGHBOUR_DESK = "H99.31", "H99.05", "H99.32.01"
WORDS = {"reason": "Lý do được nêu rõ ràng", "legal_basis": "Điều 21 NĐ 118/2025"}
DESKS = {"H99.31.01": "desk", NEIGHBOUR_DESK: "neighbour_desk"}
CLERKS = {COMMUNE: "clerk", "H99.32": "neighbour_clerk"}
HANDLERS = ("handler", "head", "stranger", "neighbour_handler", "neighbour_head")
OFFICERS = (*DESKS.values(), *HANDLERS, *CLERKS.values(), "chairman")


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

    def guided(self) -> "Tried":
        """Have the desk say what is missing before it receives anything."""
        return guided(self.registered())

    def asked(self) -> "Tried":
        """Have its papers asked for."""
        return asked(self)

    def resolved(self) -> "Tried":
        """Have its result issued."""
        return resolved(self)


STARTS = (
    "registered", "guided", "received", "processing", "drafted", "disputed", "asked", "resolved",
)  # fmt: skip


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

    def guide(self, common, _other, _step) -> None:
        dossiers.guide_submission(
            signer=bootstrap.signer(), **self.code, papers=[BIRTH_PAPER], **common
        )

    def refuse(self, common, _other, _step) -> None:
        dossiers.refuse(
            ground=RefusalGround.OTHER, signer=bootstrap.signer(), **self.code, **WORDS, **common
        )

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
        dossiers.request_supplement(
            signer=bootstrap.signer(), **self.code, papers=[BIRTH_PAPER], **common
        )

    def draft_request(self, common, _other, _step) -> None:
        dossiers.draft_supplement(**self.code, papers=[BIRTH_PAPER], **common)

    def sign_request(self, common, _other, _step) -> None:
        dossiers.sign_supplement(signer=bootstrap.signer(), **self.code, **common)

    def take_back(self, common, _other, _step) -> None:
        self._turn(dossiers.take_back_draft, common)

    def return_draft(self, common, _other, _step) -> None:
        self._turn(dossiers.send_back_draft, common)

    def attach(self, common, _other, _step) -> None:
        dossiers.attach_supplement(
            **self.code, component_code=BIRTH_PAPER.component, name="anh.jpg",
            stream=self._a_photo(), **common | self._by_citizen(),
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

    def collect(self, common, _other, _step) -> None:
        due = payments.due_of(self.subject)
        dossiers.collect_fee(**self.code, means=Means.CASH, amount_vnd=due, **common)

    def claim(self, common, _other, _step) -> None:
        dossiers.claim_transfer(
            **self.code, name="anh.jpg", stream=self._a_photo(), **common | self._by_citizen()
        )

    def answer_claim(self, common, _other, _step) -> None:
        dossiers.answer_claim(**self.code, why="Sao kê không có khoản này", **common)

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
        dossiers.stop(signer=bootstrap.signer(), **self.code, **WORDS, **common)

    def put_off(self, common, _other, _step) -> None:
        why = "Phải xác minh thêm tại cơ sở"
        dossiers.propose_extension(**self.code, days=20, reason=why, **common)

    def apologise(self, common, _other, _step) -> None:
        dossiers.sign_extension(**self.code, signer=bootstrap.signer(), **common)

    def draft_apology(self, common, _other, _step) -> None:
        dossiers.draft_extension_for(**self.code, at=common["at"])

    def _turn(self, turn, common) -> None:
        """Turn the first of the drafts that wait and that this officer may turn."""
        refused = Refused("nothing is drafted")
        for draft in DraftKind:
            try:
                turn(**self.code, draft=draft, reason="Cần xem lại nội dung", **common)
            except Refused as refusal:
                refused = refusal
            else:
                return
        raise refused

    def _a_photo(self) -> io.BytesIO:
        """Return another photograph than before."""
        side = 200 + Entry.objects.filter(subject=self.subject).count()
        return io.BytesIO(photo(of=picture(side, side)))

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
RECORDED: Mapping[str, tuple[str, ...]] = {
    "receive": (Act.RECEIVE,), "guide": (Act.GUIDE,), "refuse": (Act.REFUSE,),
    "forward": (Act.FORWARD,), "offer": (Act.OFFER,), "accept": (Act.ACCEPT,),
    "send_back": (Act.SEND_BACK,), "recall": (Act.RECALL,), "silence": (Act.ACCEPT_SILENTLY,),
    "silence_at_once": (), "decide": (Act.DECIDE,), "ask": (Act.ASK,), "opine": (Act.OPINE,),
    "recall_question": (Act.RECALL_OPINION,), "no_opinion": (Act.OPINION_UNANSWERED,),
    "draft_request": (Act.DRAFT_SUPPLEMENT,), "sign_request": (Act.REQUEST_SUPPLEMENT,),
    "take_back": (Act.TAKE_BACK_DRAFT,), "return_draft": (Act.SEND_BACK_DRAFT,),
    "supplement": (Act.REQUEST_SUPPLEMENT,), "attach": (), "supply": (Act.SUPPLY, Act.COMPLETE),
    "owe": (Act.REQUEST_PAYMENT,), "pay": (Act.CONFIRM_PAYMENT,), "collect": (Act.COLLECT_FEE,),
    "claim": (Act.CLAIM_TRANSFER,), "answer_claim": (Act.ANSWER_CLAIM,), "draft": (Act.DRAFT,),
    "sign": (Act.SIGN,), "issue": (Act.ISSUE,), "hand_out": (Act.RETURN_RESULT,),
    "withdraw": (Act.WITHDRAW,), "stop": (Act.STOP,), "put_off": (Act.PROPOSE_EXTENSION,),
    "apologise": (Act.SIGN_EXTENSION,), "draft_apology": (Act.PROPOSE_EXTENSION,),
}  # fmt: skip
"""What each of these puts on record as an act of the law."""
ELSEWHERE: Mapping[str, str] = {
    Act.SUBMIT: "begins every dossier, and none can be sent twice",
    Act.END_WINDOW: "needs a window set by law: test_supplement_window, test_guiding",
    Act.OBJECT: "needs somebody above who asked: test_objecting",
    Act.UPHOLD_OBJECTION: "needs an objection first: test_objecting",
    Act.REJECT_OBJECTION: "needs an objection first: test_objecting",
    Act.ANSWER_LATE: "the clock's own, on no one's wish: test_late_answers",
    Act.PASS_ON: "needs a superior that may not decide any more: test_disputes_passed_on",
    Act.ESCALATE: "the clock's own, on no one's wish: test_reminding",
    Act.CORRECT_FEE: "needs groups of applicants: test_payments_counter",
    Act.PAY_FEE: "needs money from outside: test_payments_transfers",
    Act.MISMATCH: "needs money from outside: test_payments_transfers",
    Act.PROPOSE_REFUND: "needs a payment first: test_payments_refunds",
    Act.DECLINE_REFUND: "needs a proposal first: test_payments_refunds",
    Act.REFUND: "needs two officers of a desk: test_payments_refunds",
    Act.REPLACE_RECEIPT: "needs a receipt first: test_payments_counter",
    Act.SUCCEED: "moves many at once: test_reorganisation",
    Act.RECOUNT: "moves many at once: test_recounting",
    Act.RECOUNT_LIMIT: "moves many at once: test_recounting_limits",
    Act.CHANGE_PROCESS: "needs a published process: test_dossier_process",
    Act.TIME_PASSED: "needs a published process: test_dossier_process_duties",
}
"""The acts that are not tried here, and why."""
NEVER_YET = {"silence_at_once"}
"""What is tried although nothing makes it legal."""
NAMES_OF_THE_PAST = {
    "submitted_at", "received_at", "processing_at", "decided_at", "returned_at", "due_at", "due_on",
    "signed_at", "issued_at", "started_at", "ended_at", "offered_at", "answered_at", "stopped_at",
    "withdrawn_at", "refused_at", "recorded_at", "counted_from",
}  # fmt: skip
"""The instants that nobody is ever told nor tells: they are when it was done."""
