"""Whatever is tried: legal acts keep the invariants, illegal ones change nothing."""

import io
from datetime import timedelta

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.builders import MONDAY, Story, add_committee, build_province
from tests.builders_documents import photo
from tests.tables import rows_of_every_table

from thongsuot import bootstrap
from thongsuot.domains.custody import queries as custodies
from thongsuot.domains.custody.terms import Grounds, Opinion, ReturnReason
from thongsuot.domains.dossiers import queries, rules
from thongsuot.domains.dossiers import services as dossiers
from thongsuot.domains.dossiers.lateness.models import Extension
from thongsuot.domains.dossiers.models import Dossier, DueDateSet
from thongsuot.domains.dossiers.terms import (
    HandedTo,
    MissingPaper,
    Outcome,
    PayeeSide,
    PaymentNotice,
    Step,
)
from thongsuot.domains.ledger.models import Entry
from thongsuot.domains.ledger.terms import Actor
from thongsuot.kernel.errors import Refused

NOTICE = PaymentNotice(
    PayeeSide.TAX_OFFICE, "1520/TB-CT", MONDAY.date(), 1_250_000, "Luật Đất đai 31/2024/QH15"
)
WORDS = {"reason": "Lý do được nêu rõ ràng", "legal_basis": "Điều 21 NĐ 118/2025"}
WHO = st.sampled_from(["desk", "handler", "head", "clerk", "stranger", "chairman"])
ACT = st.sampled_from(
    ["receive", "refuse", "offer", "accept", "accept", "send_back", "recall", "supplement",
     "owe", "pay", "draft", "sign", "issue", "hand_out", "withdraw", "stop", "silence",
     "decide", "ask", "opine", "recall_question", "no_opinion", "forward",
     "put_off", "apologise", "draft_apology"]
)  # fmt: skip
TRIED = st.lists(st.tuples(ACT, WHO, WHO, st.sampled_from(list(Step))), min_size=1, max_size=14)
STARTS = st.sampled_from(["registered", "received", "processing", "drafted", "disputed"])


class Tried(Story):
    """A story that may begin before the superior."""

    def disputed(self) -> "Tried":
        """Have it returned twice on the same ground."""
        self.received()
        for who in ("stranger", "stranger"):
            offer = self.offered(self.province.desk, who, Step.VERIFY)
            dossiers.return_handover(
                offer_id=offer, by=self.province.actor(who), at=self.now(),
                grounds=Grounds(ReturnReason.WRONG_COMPETENCE, "Luật 60/2014/QH13", "H99.31"),
            )  # fmt: skip
        return self


class Attempt:
    """One dossier on which anyone tries anything."""

    def __init__(self, story: Story) -> None:
        self.story = story

    def open_offer(self) -> int:
        subject = f"dossier:{self.story.code}"
        waiting = custodies.open_offers_of([subject])
        last = [offer.id for offer in custodies.offers_of(subject)]
        return waiting[subject].id if waiting else (last or [0])[-1]

    def do(self, act: str, who: str, other: str, step: Step) -> None:
        story, by = self.story, self.story.province.actor(who)
        common = {"by": by, "at": story.now()}
        code = {"code": story.code}
        match act:
            case "receive":
                dossiers.receive(**code, **common)
            case "refuse":
                dossiers.refuse(**code, **WORDS, **common)
            case "offer":
                dossiers.offer_handover(
                    **code, to_post=story.province.posts[other].pk, step=step, limit_minutes=60,
                    why="Chuyển theo quy trình đã duyệt", **common,
                )  # fmt: skip
            case "accept":
                dossiers.accept_handover(offer_id=self._offer_or_skip(), **common)
            case "send_back":
                dossiers.return_handover(
                    offer_id=self._offer_or_skip(),
                    grounds=Grounds(
                        ReturnReason.OTHER,
                        "Điều 13 Luật Hộ tịch 60/2014/QH13",
                        "H99.05",
                        "Đang sửa trụ sở",
                    ),
                    **common,
                )
            case "recall":
                dossiers.recall_handover(**code, **common)
            case "forward":
                dossiers.forward_submission(
                    **code, to_desk="H99.31.01", why="Chuyển về đúng nơi tiếp nhận", **common
                )
            case _:
                self.do_work(act, other, code, common)

    def do_work(self, act: str, other: str, code: dict, common: dict) -> None:  # noqa: C901 - one line an act
        """Try the work itself: papers, money, the decision, an early end."""
        match act:
            case "supplement":
                papers = [MissingPaper("KQ1", "Tờ khai", "Thiếu chữ ký người khai")]
                dossiers.request_supplement(**code, papers=papers, **common)
            case "owe":
                dossiers.request_payment(
                    **code, notice=NOTICE, name="anh.jpg",
                    stream=io.BytesIO(photo()), **common,
                )  # fmt: skip
            case "pay":
                dossiers.confirm_payment(**code, receipt="BL-0001", **common)
            case "draft":
                dossiers.draft_decision(
                    **code, outcome=Outcome.GRANTED, grounds="Đủ điều kiện cấp", **common
                )
            case "sign":
                dossiers.sign_decision(**code, signer=bootstrap.signer(), **common)
            case "issue":
                dossiers.issue_decision(**code, **common)
            case "hand_out":
                dossiers.return_result(**code, to=HandedTo.APPLICANT, **common)
            case "withdraw":
                citizen = Actor.citizen(dossier=self.story.code)
                dossiers.withdraw(**code, reason="", by=citizen, at=self.story.now())
            case "stop":
                dossiers.stop(**code, **WORDS, **common)
            case _:
                self.do_beside(act, other, code, common)

    def do_beside(self, act: str, other: str, code: dict, common: dict) -> None:
        """Try what happens beside the way: silence, superiors, opinions."""
        story, later = self.story, self.story.now() + timedelta(days=10)
        match act:
            case "silence":
                dossiers.accept_by_silence(offer_id=self._offer_or_skip(), at=later)
                story.at = later
            case "decide":
                dossiers.decide_dispute(
                    dispute_id=self._or_skip(custodies.disputes_of(self.subject)),
                    agency="H99.05", legal_basis="Quyết định 05/QĐ-UBND", **common,
                )  # fmt: skip
            case "ask":
                dossiers.ask_opinion(
                    **code, to_post=story.province.posts[other].pk, basis="phoi-hop",
                    question="Nội dung này có đúng quy hoạch không?", **common,
                )  # fmt: skip
            case "opine":
                dossiers.give_opinion(
                    opinion_id=self._or_skip(custodies.opinions_of(self.subject)),
                    answer=Opinion.AGREE, text="Đồng ý với đề nghị.", **common,
                )  # fmt: skip
            case "recall_question":
                asked = self._or_skip(custodies.opinions_of(self.subject))
                dossiers.recall_opinion(opinion_id=asked, **common)
            case "no_opinion":
                asked = self._or_skip(custodies.opinions_of(self.subject))
                dossiers.end_opinion_in_silence(opinion_id=asked, at=later)
                story.at = later
            case _:
                self.do_late(act, code, common)

    def do_late(self, act: str, code: dict, common: dict) -> None:
        """Try to put it off, once or again."""
        match act:
            case "put_off":
                why = "Phải xác minh thêm tại cơ sở"
                dossiers.propose_extension(**code, days=20, reason=why, **common)
            case "apologise":
                dossiers.sign_extension(**code, signer=bootstrap.signer(), **common)
            case "draft_apology":
                dossiers.draft_extension_for(**code, at=common["at"])

    @property
    def subject(self) -> str:
        return f"dossier:{self.story.code}"

    def _or_skip(self, found: list) -> int:
        if not found:
            raise Refused("there is nothing of that kind")
        return found[-1].id

    def _offer_or_skip(self) -> int:
        offer = self.open_offer()
        if not offer:
            raise Refused("there is no offer to answer")
        return offer


def picture(code: str) -> list[object]:
    """Return what an act may change of a dossier, to be compared before and after."""
    subject = f"dossier:{code}"
    return [
        Dossier.objects.filter(code=code).values().get(),
        list(Extension.objects.filter(dossier__code=code).values()),
        custodies.spans_of(subject),
        custodies.offers_of(subject),
        custodies.disputes_of(subject),
        custodies.opinions_of(subject),
        list(Entry.objects.filter(subject=subject).values_list("seq", "hash")),
    ]


def signed_extensions(before: list, after: list) -> None:
    """A signed extension stays as it is, and its first date is the one that was promised."""
    for row in before[1]:
        assert row["signed_at"] is None or [row] == after[1], "one extension, and it stays"
    for row in after[1]:
        assert row["signed_at"] is None or row["drafted_by_id"] is not None
        assert row["new_due_at"] > row["original_due_at"]


def due_dates(code: str) -> list:
    """Return every due date that was ever computed: no extension adds or moves one."""
    return list(DueDateSet.objects.filter(dossier__code=code).values_list("reason", "due_at"))


def check_invariants(code: str) -> None:
    """I1 and I2 by the database's deferred triggers and by our own count; state by the rules."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    assert not list(queries.holder_faults())
    row = Dossier.objects.get(code=code)
    assert row.national_state == rules.national_state(row.milestones())


@pytest.mark.slow
@pytest.mark.django_db
def test_legal_acts_keep_the_invariants_and_illegal_ones_change_nothing(published_calendar):
    province = build_province()
    add_committee(province)

    @settings(
        max_examples=60, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True
    )
    @given(start=STARTS, tried=TRIED)
    def anything_goes(start, tried):
        with transaction.atomic():
            attempt = Attempt(getattr(Tried(province), start)())
            code = attempt.story.code
            kept = rows_of_every_table()
            for step in tried:
                before, promised = picture(code), due_dates(code)
                try:
                    attempt.do(*step)  # in no transaction but the service's own
                except Refused:
                    assert rows_of_every_table() == kept
                else:
                    assert len(picture(code)[-1]) == len(before[-1]) + 1, "one act, one entry (I3)"
                    signed_extensions(before, picture(code))
                    if step[0] in {"put_off", "apologise", "draft_apology"}:
                        assert due_dates(code) == promised, "the first date is judged (I5)"
                    check_invariants(code)
                    kept = rows_of_every_table()
            transaction.set_rollback(True)

    anything_goes()
