"""One holder at every instant: broken on purpose, the database refuses it by name.

What only a superuser can break, with the guards of the database off, ``thongsuot ledger verify``
finds and names.
"""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from tests.builders import MONDAY, Story, build_province
from tests.conftest import entered_as_superuser, publish_calendar

from thongsuot.domains.custody.models import Custody
from thongsuot.domains.dossiers.models import Dossier, DueDateSet
from thongsuot.domains.ledger import keeping, sealing
from thongsuot.domains.ledger.rules.witnesses import Policy
from thongsuot.domains.organisation.models import Officer
from thongsuot.entrypoints.cli.ledger import HOLDER_FAULTS, _lines, check_record

A_MINUTE = timedelta(minutes=1)
LATER = MONDAY + timedelta(days=1)
FURTHER = """
    INSERT INTO custody_custody
      (subject, officer_id, post_id, step, started_at, ended_at, end_reason)
    SELECT subject, officer_id, post_id, step, {start}, NULL, ''
    FROM custody_custody WHERE subject = %s ORDER BY started_at DESC LIMIT 1
"""


def run(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def spans(story):
    return Custody.objects.filter(subject=f"dossier:{story.code}")


def end_the_open(story):
    spans(story).filter(ended_at=None).update(
        ended_at=story.at + A_MINUTE, end_reason="handed-over"
    )


def begin_another(story, start):
    run(FURTHER.format(start=start), f"dossier:{story.code}")


def begin_a_second_beside_it(story):
    begin_another(story, "started_at + interval '1 minute'")


def begin_after_a_gap(story):
    end_the_open(story)
    begin_another(story, "ended_at + interval '1 microsecond'")


def begin_before_the_end(story):
    end_the_open(story)
    begin_another(story, "ended_at - interval '1 microsecond'")


def receive_without_a_holder(story):
    other = Dossier.objects.filter(code=Story(story.province).registered().code)
    due = DueDateSet.objects.get(dossier__code=story.code)
    due.pk, due.dossier = None, other.get()
    due.save()
    other.update(received_at=story.now(), due_at=due.due_at)


def hold_what_nobody_received(story):
    other = Story(story.province).registered()
    spans_of_it = FURTHER.replace("SELECT subject", "SELECT 'dossier:{code}'")
    run(spans_of_it.format(code=other.code, start="started_at"), f"dossier:{story.code}")


def end_the_dossier_and_go_on_holding(story):
    Dossier.objects.filter(code=story.code).update(stopped_at=story.now())


def lengthen_what_ended(story):
    spans(story).exclude(ended_at=None).update(ended_at=story.now())


def give_the_time_to_another(story):
    spans(story).filter(ended_at=None).update(officer=story.province.officers["stranger"])


def end_before_the_beginning(story):
    spans(story).filter(ended_at=None).update(ended_at=MONDAY, end_reason="handed-over")


REFUSED = {
    begin_a_second_beside_it: "custody_without_gap",
    begin_after_a_gap: "custody_without_gap",
    begin_before_the_end: "custody_without_gap",
    receive_without_a_holder: "dossier_one_holder",
    hold_what_nobody_received: "dossier_one_holder",
    end_the_open: "dossier_one_holder",
    end_the_dossier_and_go_on_holding: "dossier_one_holder",
    lengthen_what_ended: "custody_only_ends",
    give_the_time_to_another: "custody_only_ends",
    end_before_the_beginning: "custody_ends_after_it_starts_and_for_a_reason",
}


def refusal_of(act, story):
    """Return the name by which the database refuses it, if it does."""
    try:
        with transaction.atomic():
            act(story)
            run("SET CONSTRAINTS ALL IMMEDIATE")
    except IntegrityError as refused:
        return refused.__cause__.diag.constraint_name


def test_the_database_refuses_by_name_whatever_breaks_that_one_holds_at_every_instant(story):
    story.processing()
    assert {act: refusal_of(act, story) for act in REFUSED} == REFUSED


def nobody_holds_it(subject):
    run(
        "UPDATE custody_custody SET ended_at = %s, end_reason = 'closed'"
        " WHERE subject = %s AND ended_at IS NULL",
        LATER,
        subject,
    )


def two_hold_it(subject):
    run("DROP INDEX custody_one_holder_at_a_time")
    run(FURTHER.format(start="started_at"), subject)


def it_is_held_after_its_end(subject):
    run("UPDATE dossiers_dossier SET stopped_at = %s WHERE 'dossier:' || code = %s", LATER, subject)


def two_hold_it_after_its_end(subject):
    two_hold_it(subject)
    it_is_held_after_its_end(subject)


def it_is_held_before_its_receipt(subject):
    run(
        "UPDATE dossiers_dossier SET received_at = NULL, processing_at = NULL, due_at = NULL"
        " WHERE 'dossier:' || code = %s",
        subject,
    )


def for_a_second_nobody_held_it(subject):
    run(
        "UPDATE custody_custody SET ended_at = ended_at - interval '1 second'"
        " WHERE subject = %s AND ended_at IS NOT NULL",
        subject,
    )


def for_a_second_two_held_it(subject):
    run(
        "UPDATE custody_custody SET ended_at = ended_at + interval '1 second'"
        " WHERE subject = %s AND ended_at IS NOT NULL",
        subject,
    )


def its_holder_is_gone(subject):
    handler = Officer.objects.get(username="mau.handler")
    run("UPDATE organisation_officer SET disabled_at = %s WHERE id = %s", MONDAY, handler.pk)


BROKEN = {
    nobody_holds_it: "no-holder",
    two_hold_it: "two-holders",
    it_is_held_after_its_end: "held-after-end",
    two_hold_it_after_its_end: "held-after-end",
    it_is_held_before_its_receipt: "held-before-receipt",
    for_a_second_nobody_held_it: "gap-or-overlap",
    for_a_second_two_held_it: "gap-or-overlap",
    its_holder_is_gone: "holder-disabled",
}


def named():
    """Return of what ``ledger verify`` tells: the subject and the kind, if it does not hold."""
    told = check_record(sealing.log_verifiers(), keeping.kept_note(), Policy())
    assert told["ok"] is (told["first_fault"] is None)
    if told["ok"]:
        return None
    subject, kind = told["first_fault"]["subject"], told["first_fault"]["kind"]
    assert _lines(told)[0].endswith(f"{subject}: {kind}: {HOLDER_FAULTS[kind]}")
    return subject, kind


def named_after(broken, subject):
    with transaction.atomic():
        broken(subject)
        found = named()
        transaction.set_rollback(True)
    return found


@pytest.fixture
def broken_into(committed_db, database_server):
    """Go on as a superuser, with every trigger off, where a dossier has changed hands."""
    publish_calendar()
    story = Story(build_province()).processing()
    with entered_as_superuser(database_server):
        run("SET session_replication_role = replica")
        yield story


def test_what_a_superuser_broke_is_named_and_two_at_a_time_not_even_he_makes(broken_into):
    assert named() is None
    subject = f"dossier:{broken_into.code}"
    found = {broken: named_after(broken, subject) for broken in BROKEN}
    assert found == {broken: (subject, kind) for broken, kind in BROKEN.items()}
    with pytest.raises(IntegrityError, match="custody_one_holder_at_a_time"):
        begin_a_second_beside_it(broken_into)
