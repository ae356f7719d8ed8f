"""A published payment policy: once, whole, on record; what began before keeps its time."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction
from tests.builders import MONDAY, Story, build_province
from tests.builders_payments import KNOWN, ORPHANS, POLICY, POOR, publish_tariffs

from thongsuot.domains.dossiers import services as dossiers
from thongsuot.domains.ledger import queries as record
from thongsuot.domains.ledger.terms import Actor
from thongsuot.domains.payments import queries, services
from thongsuot.domains.payments.models import Policy
from thongsuot.domains.payments.terms import (
    GroupUnknown,
    PaymentPolicyTaken,
    PaymentPolicyWrong,
    TariffsNotYours,
)

pytestmark = pytest.mark.django_db


def test_a_policy_is_published_once_on_record_and_gives_payments_their_time(db, published_calendar):
    province = build_province()
    document = {**POLICY, "valid_from": "2026-03-02"}
    with pytest.raises(TariffsNotYours):
        services.publish_policy(document=document, by=province.desk, at=MONDAY)
    for _ in range(2):
        services.publish_policy(document=document, by=Actor.system(), at=MONDAY)
    (entry,) = record.acts_of("policy:payment")
    assert (entry.act, entry.detail["version"]) == ("payment_policy_published", "2027-1")
    with pytest.raises(PaymentPolicyTaken):
        services.publish_policy(
            document={**document, "pay_within_minutes": 7}, by=Actor.system(), at=MONDAY
        )
    with pytest.raises(DatabaseError), transaction.atomic():
        Policy.objects.update(version="x")
    publish_tariffs(MONDAY)
    story = Story(province).registered()
    at = story.now()
    by = Actor.citizen(dossier=story.code)
    begun = queries.get_payment(dossiers.begin_payment(code=story.code, by=by, at=at))
    assert begun.expires_at == at + timedelta(minutes=15)


NEW = {**ORPHANS, "valid_from": "2026-03-02"}
FOR_ORPHANS = {**POOR, "code": "mo-coi", "name": "Trẻ mồ côi", "group": "orphan"}


def publish(groups, version="2026-nhom", valid_from="2026-03-02", **said):
    document = {
        **POLICY, "version": version, "valid_from": valid_from, "groups": groups, **said,
    }  # fmt: skip
    return services.publish_policy(document=document, by=Actor.system(), at=MONDAY)


def correct(story, group):
    dossiers.correct_fee(
        code=story.code, group=group, case="", copies=0, proof="Giấy xác nhận số 12",
        by=story.province.desk, at=story.now(),
    )  # fmt: skip


def test_a_published_group_is_charged_as_the_tariff_says_and_one_nobody_knows_is_refused(
    db, published_calendar
):
    story = Story(build_province())
    (refused,) = publish_tariffs(MONDAY, exemptions=[FOR_ORPHANS]).refused
    assert (refused.row, refused.field, refused.problem) == (
        1, "exemptions.group", "group-unknown",
    )  # fmt: skip
    publish([*KNOWN, NEW])
    assert publish_tariffs(MONDAY, exemptions=[FOR_ORPHANS]).refused == ()
    story.registered()
    with pytest.raises(GroupUnknown):
        correct(story, "rich")
    assert queries.due_of(f"dossier:{story.code}") == 20_000
    correct(story, "orphan")
    assert queries.due_of(f"dossier:{story.code}") == 0


def test_a_group_that_ended_is_asked_no_more_and_what_was_frozen_by_it_stays(
    db, published_calendar
):
    province = build_province()
    publish([*KNOWN, NEW])
    publish_tariffs(MONDAY, exemptions=[FOR_ORPHANS])
    before, after = Story(province).registered(), Story(province)
    correct(before, "orphan")
    owed = queries.find_fees_of(f"dossier:{before.code}")
    with pytest.raises(PaymentPolicyWrong, match="orphan") as wrong:
        publish(KNOWN, "2026-bo-sot", "2026-03-03")
    assert wrong.value.facts == {"field": "groups"}
    publish([*KNOWN, {**NEW, "valid_to": "2026-03-03"}], "2026-het", "2026-03-02")
    assert queries.find_fees_of(f"dossier:{before.code}") == owed
    after.at = MONDAY + timedelta(days=1)
    after.registered()
    with pytest.raises(GroupUnknown):
        correct(after, "orphan")


def test_a_group_that_a_dossier_holds_is_still_offered_where_no_policy_of_the_day_knows_it(db):
    publish([*KNOWN, {**NEW, "valid_to": "2027-01-01"}])
    day = date(2027, 1, 1)
    assert "orphan" not in {one.code for one in queries.groups_on(day)}
    assert queries.groups_on(day, held="orphan")[-1].name == "Trẻ mồ côi"


def test_an_age_is_a_group_only_while_the_group_is_one(db):
    children = [{**row, "valid_to": "2027-01-01"} for row in KNOWN if row["code"] == "child"]
    others = [row for row in KNOWN if row["code"] != "child"]
    publish([*others, *children])
    assert {one.group for one in queries.age_groups_on(date(2026, 12, 31))} == {"child", "elderly"}
    assert {one.group for one in queries.age_groups_on(date(2027, 1, 1))} == {"elderly"}
