"""The record in a real database: found out when a superuser bends it."""

import json
from datetime import UTC
from itertools import product

import pytest
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st
from tests.builders import MONDAY, Story, build_province
from tests.conftest import publish_calendar

from thongsuot.domains.ledger import auditing, beside, reading, rules, sealing, streaming
from thongsuot.domains.ledger import queries as record
from thongsuot.domains.ledger.leaves import LeafFile
from thongsuot.domains.ledger.models import Entry, Leaf
from thongsuot.domains.ledger.services import behalf_columns
from thongsuot.domains.ledger.services import record as write
from thongsuot.domains.ledger.terms import (
    Act,
    Actor,
    ActorKind,
    Behalf,
    Fault,
    FaultKind,
    Verification,
)

CODES = st.from_regex(r"[A-Za-z0-9_.:/+\-]{0,30}", fullmatch=True)
ONE = CODES | st.integers(-(2**53) + 1, 2**53 - 1) | st.booleans() | st.none()
VALUES = ONE | st.lists(ONE, max_size=4)
SIGNS = [*'az!: ,"{}[]\\\t\nế\ufffd\U0001f600', ", ", ": ", '": ', ": a, z", "null", "-1"]
TEXTS = st.lists(st.sampled_from(SIGNS), max_size=3).map("".join)
ANYTHING = st.recursive(
    TEXTS | VALUES, lambda v: st.lists(v, max_size=3) | st.dictionaries(TEXTS, v, max_size=3)
)
NEARLY_PLAIN = st.lists(st.sampled_from([", ", ": ", ":", " ", "!", "a", "-1"]), max_size=3)
DETAILS = st.dictionaries(TEXTS | CODES, ANYTHING, max_size=5) | st.dictionaries(
    NEARLY_PLAIN.map("".join), NEARLY_PLAIN.map("".join) | st.integers(0, 9), max_size=3
)
"""What no act says, too: signs that JSON, the columns or the order of keys make something of."""


@pytest.fixture
def story(committed_db) -> Story:
    publish_calendar()
    return Story(build_province()).processing()


@pytest.mark.parametrize(
    ("statement", "seq", "kind"),
    [
        pytest.param(
            "UPDATE ledger_entry SET at = at - interval '2 days' WHERE act = 'received'",
            2, "altered", id="a receipt dated back",
        ),
        pytest.param(
            "UPDATE ledger_entry SET officer_id = 99 WHERE act = 'handover_accepted'",
            4, "altered", id="another officer named",
        ),
        pytest.param(
            "DELETE FROM ledger_entry WHERE act = 'received'", 3, "missing", id="an entry removed"
        ),
    ],
)  # fmt: skip
def test_what_a_superuser_bends_is_found_where_it_was_bent(
    story, as_superuser, statement, seq, kind
):
    assert record.verify_all().ok
    as_superuser.execute("ALTER TABLE ledger_entry DISABLE TRIGGER USER")
    as_superuser.execute(statement)
    fault = record.verify_all().first_fault
    assert (fault.subject, fault.seq, fault.kind) == (f"dossier:{story.code}", seq, kind)


def test_an_entry_not_yet_sealed_that_names_another_before_it_is_found(story, as_superuser):
    subject = f"dossier:{story.code}"
    third = Entry.objects.get(subject=subject, seq=3)
    assert not Leaf.objects.exists()
    other = "ab" * 32
    as_superuser.execute("ALTER TABLE ledger_entry DISABLE TRIGGER USER")
    as_superuser.execute(
        "UPDATE ledger_entry SET previous_hash = %s, hash = %s WHERE id = %s",
        (other, rules.entry_hash(third.as_act(), other), third.pk),
    )
    chain_again(as_superuser, subject, after=3)
    assert record.verify_all().first_fault == Fault(subject, 3, FaultKind.BROKEN_LINK)


def chain_again(as_superuser, subject, *, after: int) -> None:
    """Let all that follow name the one before them again, with hashes of their own."""
    head = Entry.objects.get(subject=subject, seq=after).hash
    for entry in Entry.objects.filter(subject=subject, seq__gt=after).order_by("seq"):
        fresh = rules.entry_hash(entry.as_act(), head)
        as_superuser.execute(
            "UPDATE ledger_entry SET previous_hash = %s, hash = %s WHERE id = %s",
            (head, fresh, entry.pk),
        )
        head = fresh


@pytest.mark.slow
def test_walked_side_by_side_it_says_what_one_walk_says(committed_db, as_superuser):
    for number in range(40):
        write(
            subject=f"task:{number % 10}", act="noted", by=Actor.system(), at=MONDAY, detail={}
        )  # fmt: skip
    sealing.seal(signer=sealing.log_signer(), at=MONDAY)
    as_superuser.execute("ALTER TABLE ledger_entry DISABLE TRIGGER USER")
    as_superuser.execute("UPDATE ledger_entry SET act = 'x' WHERE subject IN ('task:3', 'task:7')")
    told, stepped = [], iter(range(3))
    with LeafFile(40) as alone, LeafFile(40) as shared:
        one = record.verify_all(leaves=alone.hashes)
        with record.one_moment():
            several = beside.walk(2, 40, shared, told.append, stepped)
        assert shared.read(0, 40) == alone.read(0, 40)
    assert several == one == Verification(40, 10, 0, Fault("task:3", 1, FaultKind.ALTERED))
    assert (max(told), list(stepped)) == (40, [])


@pytest.mark.slow
def test_an_entry_beside_the_queue_is_found_though_as_many_wait_as_have_no_place(
    committed_db, as_superuser
):
    """Who hides one entry leaves the turn of one that is gone, so that the numbers agree."""
    for act in ("noted", "hidden"):
        write(subject="task:1", act=act, by=Actor.system(), at=MONDAY, detail={})
        if act == "noted":
            sealing.seal(signer=sealing.log_signer(), at=MONDAY)
    assert auditing.audit(sealing.log_verifiers()).ok, "it waits for its place"
    as_superuser.execute("SET session_replication_role = replica")
    as_superuser.execute("UPDATE ledger_unsealed SET entry_id = entry_id + 1000")
    found = auditing.audit(sealing.log_verifiers())
    assert found.first_fault == Fault("task:1", 2, FaultKind.INSERTED)


def test_a_small_record_is_walked_by_one_and_no_more_work_than_were_asked_for():
    assert [beside.workers_for(n, 4) for n in (0, 90_000, 120_000, 10**9)] == [1, 1, 2, 4]


@pytest.mark.slow
@given(
    act=st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=40),
    detail=st.dictionaries(CODES, VALUES, max_size=6),
    officer=st.none() | st.integers(1, 2**40),
    behalf=st.none() | st.builds(Behalf, *[st.integers(1, 2**40)] * 3),
    seq=st.integers(1, 10**6),
    at=st.datetimes(timezones=st.just(UTC)).filter(lambda at: at.year >= 1000),
)
def test_what_is_built_from_columns_is_what_was_hashed(act, detail, officer, behalf, seq, at):
    by = Actor(ActorKind.OFFICER, officer, officer, "H99.31", on_behalf_of=behalf)
    content = rules.entry_content(Act("task:1", seq, act, at, by, detail, hash=""), "0" * 64)
    said = reading.actor_said(
        by.kind, by.agency, by.officer_id, by.post_id, *behalf_columns(by).values()
    )
    assert content == reading.canonical(
        act, said, rules.recorded_instant(at), reading.ordered(json.dumps(detail)), "0" * 64,
        seq, "task:1",
    )  # fmt: skip


def test_an_act_in_anothers_stead_is_sealed_and_holds(db):
    by = Actor.officer(officer_id=1, post_id=2, agency="H99", on_behalf_of=Behalf(3, 4, 5))
    write(subject="task:1", act="noted", by=by, at=MONDAY, detail={"n": 1})
    sealing.seal(signer=sealing.log_signer(), at=MONDAY)
    assert auditing.audit(sealing.log_verifiers()).ok
    row = Entry.objects.get()
    [(*_, content)] = streaming.by_chain()
    assert content == rules.entry_content(row.as_act(), row.previous_hash)
    assert b'"on_behalf_of":{"delegation":5,"officer":3,"post":4}' in content


def test_an_instant_before_our_era_is_not_taken_for_the_same_one_in_it(committed_db, as_superuser):
    write(subject="task:1", act="noted", by=Actor.system(), at=MONDAY, detail={})
    assert record.verify_all().ok
    as_superuser.execute("ALTER TABLE ledger_entry DISABLE TRIGGER USER")
    as_superuser.execute(
        "UPDATE ledger_entry SET at = at - make_interval(years => %s)", [2 * MONDAY.year - 1]
    )
    assert record.verify_all().first_fault.kind == "altered"


ODD = [
    {"a": ["x", "y"], "b": None}, {"a": {"b": 1}}, {"a": "x, y"}, {"a": 'x": y'}, {"a": "x\\y"},
    {"a": "\n\t\x01 \x7f ế"}, {"b": "{", "a": "["}, {}, {"bb": 1, "a": -2, "ccc": True},
    {"a": ": x, y"}, {": a, b": 1}, {"a": 1, "a b": 2, "a!": 3}, {"": ""}, {"a:": ":", "a": "x:y"},
    {"\ufffd": 1, "\U0001f600": 2},
]  # fmt: skip


ODD_ACTS = ["noted", 'a"b', "a\\tb", "tab\there\\", "vertical\x0b\x01"]


def test_whatever_stands_in_the_columns_is_read_as_the_rules_write_it(db):
    for number, (act, detail) in enumerate(product(ODD_ACTS, ODD)):
        content = Act(f"task:{number}", 1, act, MONDAY, Actor.citizen(), detail, hash="")
        Entry.objects.create(
            subject=content.subject, seq=1, act=act, at=MONDAY, actor_kind="citizen",
            detail=detail, previous_hash=rules.GENESIS,
            hash=rules.entry_hash(content, rules.GENESIS),
        )  # fmt: skip
    every = len(ODD_ACTS) * len(ODD)
    assert record.verify_all() == Verification(every, number + 1, 0, None, unplaced=every)


@pytest.mark.slow
@given(details=st.lists(DETAILS, max_size=30))
def test_whatever_a_detail_says_is_read_as_the_general_encoder_writes_it(db, details):
    said = {f"task:{number}": detail for number, detail in enumerate(details)}
    with transaction.atomic():
        Entry.objects.bulk_create(
            Entry(subject=subject, seq=1, act="noted", at=MONDAY, actor_kind="citizen",
                  detail=detail, previous_hash=rules.GENESIS, hash="")
            for subject, detail in said.items()
        )  # fmt: skip
        read = {subject.decode(): content for _, subject, *_, content in streaming.by_chain()}
        transaction.set_rollback(True)
    by = Actor.citizen()
    assert read == {
        subject: rules.entry_content(
            Act(subject, 1, "noted", MONDAY, by, detail, ""), rules.GENESIS
        )
        for subject, detail in said.items()
    }


def test_what_is_read_in_great_numbers_is_what_the_rows_say(story):
    rows = {(e.subject, e.seq): e for e in Entry.objects.all()}
    read = list(streaming.by_chain())
    assert len(read) == len(rows) > 5
    for _place, subject, seq, at, _previous, said, content in read:
        row = rows[subject.decode(), seq]
        assert content == rules.entry_content(row.as_act(), row.previous_hash)
        assert (said, at) == (row.hash.encode(), rules.recorded_instant(row.at).encode())
