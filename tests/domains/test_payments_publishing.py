"""A published payment policy: once, whole, on record; what began before keeps its time."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from tests.builders import MONDAY, Story, build_province
from tests.builders_payments import POLICY, publish_tariffs

from thongsuot.domains.dossiers import services as dossiers
from thongsuot.domains.ledger import queries as record
from thongsuot.domains.ledger.terms import Actor
from thongsuot.domains.payments import queries, services
from thongsuot.domains.payments.models import Policy
from thongsuot.domains.payments.terms import PaymentPolicyTaken, TariffsNotYours

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
