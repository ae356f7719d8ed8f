"""Every act that a citizen must know of is told in its own transaction, once."""

import json
from functools import partial

import pytest
from django.db import transaction
from tests.builders import BIRTH, LAN, MONDAY
from tests.builders_payments import ONLINE_HALF, ROW, filed_online, publish_tariffs

from thongsuot import bootstrap
from thongsuot.domains.dossiers import services as dossiers
from thongsuot.domains.dossiers.services.telling import NOT_TOLD, OWING, TOLD
from thongsuot.domains.dossiers.terms import (
    Act,
    ActNotAllowed,
    Channel,
    HandedTo,
    MissingPaper,
    Step,
)
from thongsuot.domains.dossiers.terms.refusing import RefusalGround
from thongsuot.domains.exchange import rules
from thongsuot.domains.exchange import services as exchange
from thongsuot.domains.exchange.models import Message
from thongsuot.domains.exchange.terms import to_officer
from thongsuot.domains.ledger.terms import Actor
from thongsuot.domains.payments.terms import Means

pytestmark = pytest.mark.django_db


def told(code: str) -> list[str]:
    """Return what the applicant of a dossier is told, in order."""
    rows = Message.objects.filter(subject=f"dossier:{code}").order_by("created_at")
    return list(rows.values_list("template", flat=True))


def told_of_money(code: str) -> list[tuple[str, int]]:
    """Return what the applicant is told of sums, in order."""
    rows = Message.objects.filter(subject=f"dossier:{code}").order_by("created_at")
    return [(r.template, r.values["amount_vnd"]) for r in rows if "amount_vnd" in r.values]


def test_every_act_is_told_or_has_its_reason_not_to_be():
    assert TOLD.keys() | NOT_TOLD.keys() == set(Act)
    assert not TOLD.keys() & NOT_TOLD.keys()


def test_whatever_is_told_is_worded_for_applicants():
    worded = {t.code for t in rules.shipped().templates if t.audience == "applicant"}
    assert set(TOLD.values()) | {template for template, _act in OWING.values()} == worded


def test_a_life_from_the_counter_to_the_result_is_told_step_by_step(story):
    story.drafted()
    province = story.province
    assert told(story.code) == ["received", "processing"]
    dossiers.sign_decision(
        code=story.code, signer=bootstrap.signer(), by=province.head, at=story.now()
    )
    dossiers.issue_decision(code=story.code, by=province.clerk, at=story.now())
    story.handed(province.head, "desk", Step.RETURN)
    dossiers.return_result(code=story.code, to=HandedTo.APPLICANT, by=province.desk, at=story.now())
    assert told(story.code) == ["received", "processing", "result-ready", "returned"]


def test_a_message_says_codes_numbers_and_dates_and_names_nobody(story):
    story.processing()
    missing = MissingPaper("KQ2", "Giấy chứng sinh", "Ảnh bị mờ, không đọc được số")
    dossiers.request_supplement(
        signer=bootstrap.signer(),
        code=story.code,
        papers=[missing],
        by=story.province.head,
        at=story.now(),
    )
    message = Message.objects.get(template="supplement")
    assert message.values["papers"] == 1
    assert message.values["agency"] == story.province.agencies["H99.31.01"].pk
    assert message.recipient == f"applicant:{story.code}"
    kept = json.dumps(message.values) + message.recipient + message.subject + message.cause
    assert not [word for word in (LAN.full_name, LAN.phone, "Giấy", "mờ") if word in kept]


def test_an_act_that_does_not_happen_is_not_told(story):
    story.received()
    with pytest.raises(ActNotAllowed):
        dossiers.refuse(
            ground=RefusalGround.OTHER, signer=bootstrap.signer(),
            code=story.code, reason="Không thuộc thẩm quyền", legal_basis="Điều 17 NĐ 61/2018",
            by=story.province.desk, at=story.now(),
        )  # fmt: skip
    assert told(story.code) == ["received"]


def test_what_is_rolled_back_is_not_told(story):
    story.registered()
    with transaction.atomic():
        dossiers.receive(code=story.code, by=story.province.desk, at=story.now())
        transaction.set_rollback(True)
    assert told(story.code) == []


def test_the_same_act_sent_twice_is_told_once(story):
    story.registered()
    for _again in range(2):
        dossiers.receive(code=story.code, by=story.province.desk, at=story.now(), key="once")
    assert told(story.code) == ["received"]


def test_what_is_sent_online_is_confirmed_and_at_the_counter_the_slip_does(story):
    story.registered()
    online = dossiers.register(
        procedure_code=BIRTH, receiving_agency="H99.31.01", channel=Channel.ONLINE,
        identity=LAN, answers={}, by=Actor.citizen(), at=story.now(),
    )  # fmt: skip
    assert told(story.code) == []
    assert told(online.code) == ["submitted"]


def test_whoever_has_to_pay_before_the_next_step_is_told_how_much(story):
    publish_tariffs(MONDAY, exemptions=[ONLINE_HALF])
    desk = story.province.desk
    online = filed_online(story.province)
    assert told_of_money(online.code) == [("submitted-owing", 10_000)]
    correct = partial(dossiers.correct_fee, case="", copies=0, proof="Sổ hộ nghèo số 12", by=desk)
    correct(code=online.code, group="poor", at=online.now())
    assert told_of_money(online.code)[1:] == [("fee-corrected", 10_000)]
    dossiers.collect_fee(
        code=online.code, means=Means.TRANSFER, amount_vnd=10_000, proof="FT1", by=desk,
        at=online.now(),
    )  # fmt: skip
    assert told_of_money(online.code)[2:] == [("fee-paid", 10_000)]
    at_the_counter = story.registered()
    correct(code=at_the_counter.code, group="poor", at=story.now())
    dossiers.collect_fee(
        code=story.code, means=Means.CASH, amount_vnd=20_000, by=desk, at=story.now()
    )
    assert told(story.code) == [], "the receipt is handed out"


def test_a_result_that_waits_for_its_fee_says_so(story):
    publish_tariffs(MONDAY, {**ROW, "collected": "result"})
    story.drafted()
    province = story.province
    dossiers.sign_decision(
        code=story.code, signer=bootstrap.signer(), by=province.head, at=story.now()
    )
    dossiers.issue_decision(code=story.code, by=province.clerk, at=story.now())
    assert told_of_money(story.code) == [("result-owing", 20_000)]


def test_an_officer_is_told_of_one_occasion_once(story):
    story.processing()
    officer = to_officer(story.province.officers["handler"].pk)
    for _again in range(2):
        exchange.tell(
            subject=f"dossier:{story.code}", template="reminder", to=officer, cause="T-2",
            values={"due_at": story.at}, at=story.now(),
        )  # fmt: skip
    assert Message.objects.filter(recipient=officer).count() == 1
