"""Bending the record as one who may do anything to the database: every time it is found.

Hundreds of times a kind, on random entries, carelessly and with care (chains hashed anew, leaves
numbered anew, tiles cut, checkpoints signed anew). One committed database a kind; each damage is
done inside a transaction with every guard of the database off, looked at by the function behind
``thongsuot ledger verify``, and rolled back.
"""

import random
from collections import Counter
from datetime import UTC, datetime, timedelta
from itertools import product

import pytest
from django.db import connection, transaction
from tests.conftest import entered_as_superuser

from thongsuot.domains.ledger import keeping, sealing
from thongsuot.domains.ledger.models import Entry, Leaf, Sealed, Tile
from thongsuot.domains.ledger.rules import entry_hash
from thongsuot.domains.ledger.rules.notes import Checkpoint, Cosigner, NoteSigner, signed
from thongsuot.domains.ledger.rules.witnesses import Policy, parsed_policy
from thongsuot.domains.ledger.services import record
from thongsuot.domains.ledger.terms import Actor
from thongsuot.entrypoints.cli.ledger import check_record

pytestmark = pytest.mark.slow
AT = datetime(2026, 3, 2, 1, 30, tzinfo=UTC)
TIMES = 200
ENTRIES, SUBJECTS, SEALED_EVERY = 30, 5, 7
FAR = 1_000_000
STRANGER = NoteSigner("127.0.0.1:8000/so-ghi", b"x" * 32)
CHANCE = random.Random(6962)  # noqa: S311 - which entry is bent, not a secret


@pytest.fixture(autouse=True)
def _the_same_chances_each_time():
    """Each test draws its own, whichever tests ran before it in this process."""
    CHANCE.seed(6962)


@pytest.fixture
def log(committed_db, database_server):
    """Write and seal a log whose newest checkpoint is kept; go on in it as a superuser."""
    for number in range(ENTRIES):
        record(
            subject=f"task:{CHANCE.randrange(SUBJECTS)}", act="noted", by=Actor.system(),
            at=AT + timedelta(minutes=number), detail={"number": number},
        )  # fmt: skip
        if number % SEALED_EVERY == 0:
            sealing.seal(signer=sealing.log_signer(), at=AT)
    sealing.seal(signer=sealing.log_signer(), at=AT)
    keeping.keep_newest()
    with entered_as_superuser(database_server):
        assert found() is None
        yield


def found(policy: Policy | None = None) -> str | None:
    """Return what the command names first."""
    told = check_record(sealing.log_verifiers(), keeping.kept_note(), policy or Policy())
    return told["first_fault"] and str(told["first_fault"]["kind"])


def bent(damage) -> Counter:
    """Do the damage to random entries, each time to a whole record; return what was named."""
    named = Counter()
    for _time in range(TIMES):
        with transaction.atomic():
            run("SET LOCAL session_replication_role = replica")
            damage()
            named[found()] += 1
            transaction.set_rollback(True)
    assert None not in named, "every one is found"
    return named


def run(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def some_entry() -> Entry:
    return CHANCE.choice(list(Entry.objects.all()))


def carefully() -> bool:
    return CHANCE.random() < 0.5


def chain_again(subject):
    """Make the chain of a subject hold again, as a careful forger would."""
    previous = "0" * 64
    for entry in Entry.objects.filter(subject=subject).order_by("seq"):
        fresh = entry_hash(entry.as_act(), previous)
        run(
            "UPDATE ledger_entry SET previous_hash = %s, hash = %s WHERE id = %s",
            previous, fresh, entry.pk,
        )  # fmt: skip
        previous = fresh


def seal_again(signer):
    """Rebuild leaves, tiles and checkpoints over what is there, signed by ``signer``."""
    for emptied in ("leaf", "tile", "sealed", "unsealed"):
        run(f"DELETE FROM ledger_{emptied}")  # noqa: S608 - names of our own tables
    run("INSERT INTO ledger_unsealed SELECT id FROM ledger_entry")
    sealing.seal(signer=signer, at=AT)


def move_leaves(beyond, by):
    """Number the leaves from ``beyond`` on anew."""
    run("UPDATE ledger_leaf SET number = number + %s WHERE number >= %s", FAR, beyond)
    run("UPDATE ledger_leaf SET number = number + %s WHERE number >= %s", by - FAR, FAR)


ALTERATIONS = [
    "act = 'other'",
    "at = at + interval '1 microsecond'",
    "actor_kind = 'citizen'",
    "agency = 'H99.31'",
    "post_id = 1",
    "officer_id = 1",
    """actor_kind = 'officer', officer_id = 1, post_id = 1, agency = 'H99.31',
       behalf_officer_id = 2, behalf_post_id = 2, delegation_id = 3""",
    """detail = '{"number": 999}'""",
    "detail = detail || '{\"more\": 1}'",
    "hash = repeat('f', 64)",
]


def alter():
    entry, change = some_entry(), CHANCE.choice(ALTERATIONS)
    run(f"UPDATE ledger_entry SET {change} WHERE id = %s", entry.pk)  # noqa: S608 - of the list
    if carefully() and not change.startswith("hash"):
        chain_again(entry.subject)


def test_an_altered_entry_is_found(log):
    assert set(bent(alter)) == {"altered"}


def date_back():
    entry = some_entry()
    early = timedelta(minutes=CHANCE.randint(1, 10**6))
    run("UPDATE ledger_entry SET at = at - %s WHERE id = %s", early, entry.pk)
    if carefully():
        chain_again(entry.subject)


def test_a_back_dated_entry_is_found(log):
    named = bent(date_back)
    assert set(named) == {"back-dated", "altered"}, "altered where nothing stands before it"


def delete():
    entry = some_entry()
    place = Leaf.objects.get(entry=entry).number
    if carefully():
        run("DELETE FROM ledger_leaf WHERE entry_id = %s", entry.pk)
        if carefully():
            move_leaves(place, -1)
    run("DELETE FROM ledger_entry WHERE id = %s", entry.pk)
    if carefully():
        run(
            "UPDATE ledger_entry SET seq = seq - 1 WHERE subject = %s AND seq > %s",
            entry.subject, entry.seq,
        )  # fmt: skip
        chain_again(entry.subject)


def test_a_deleted_entry_is_found(log):
    named = bent(delete)
    assert set(named) <= {"deleted", "missing", "altered"}
    assert named["deleted"] + named["missing"] > TIMES * 0.8


INSERT = """
    INSERT INTO ledger_entry
      (subject, seq, act, at, actor_kind, agency, detail, previous_hash, hash)
    SELECT %s, %s, act, at, actor_kind, agency, detail, repeat('0', 64), repeat('0', 64)
    FROM ledger_entry WHERE id = %s RETURNING id
"""


def insert():
    entry, fresh = some_entry(), "task:new"
    if carefully():
        fresh = entry.subject
        run(
            "UPDATE ledger_entry SET seq = -seq - 1 WHERE subject = %s AND seq > %s",
            fresh, entry.seq,
        )  # fmt: skip
        run("UPDATE ledger_entry SET seq = -seq WHERE seq < 0")
    with connection.cursor() as cursor:
        cursor.execute(INSERT, [fresh, entry.seq + 1 if fresh == entry.subject else 1, entry.pk])
        [added] = cursor.fetchone()
    chain_again(fresh)
    if carefully():
        place = CHANCE.randint(0, ENTRIES)
        move_leaves(place, 1)
        run("INSERT INTO ledger_leaf (number, entry_id) VALUES (%s, %s)", place, added)


def test_an_inserted_entry_is_found(log):
    run("ALTER TABLE ledger_entry DROP CONSTRAINT entry_chain_starts_at_one")
    run("ALTER TABLE ledger_entry DROP CONSTRAINT ledger_entry_seq_check")
    named = bent(insert)
    assert set(named) <= {"inserted", "altered"}, "altered where later links had to change"
    assert named["inserted"] > TIMES * 0.4


def reorder():
    place = CHANCE.randrange(ENTRIES - 1)
    other = place + 1 if carefully() else CHANCE.choice([n for n in range(ENTRIES) if n != place])
    for number, goes_to in ((place, FAR), (other, place), (FAR, other)):
        run("UPDATE ledger_leaf SET number = %s WHERE number = %s", goes_to, number)


def test_entries_that_changed_places_are_found(log):
    named = bent(reorder)
    assert set(named) <= {"reordered", "altered"}, "altered where they stand far apart"
    assert named["reordered"] > TIMES * 0.4


def truncate():
    cut = CHANCE.randint(1, ENTRIES - 1)
    if carefully():
        sizes = Sealed.objects.filter(size__lte=cut).order_by("-size")
        cut = sizes.values_list("size", flat=True).first()
    gone = list(Leaf.objects.filter(number__gte=cut).values_list("entry_id", flat=True))
    run("DELETE FROM ledger_leaf WHERE number >= %s", cut)
    run("DELETE FROM ledger_entry WHERE id = ANY(%s)", gone)
    run("DELETE FROM ledger_sealed WHERE size > %s", cut)
    run("UPDATE ledger_tile SET hashes = substring(hashes FOR %s)", cut * 32)


def test_a_log_that_was_cut_off_is_found_by_what_was_kept_outside(log):
    named = bent(truncate)
    assert set(named) <= {"truncated", "inserted"}, "inserted where entries lie beyond the newest"
    assert named["truncated"] > TIMES * 0.5


def sign_again():
    """Sign one checkpoint by another, or all of them over an altered entry with our own key."""
    if carefully():
        alter()
        seal_again(CHANCE.choice([STRANGER, sealing.log_signer()]))
        return
    row = CHANCE.choice(list(Sealed.objects.all()))
    root = CHANCE.choice([bytes.fromhex(row.root), CHANCE.randbytes(32)])
    ours = root.hex() != row.root
    signer = sealing.log_signer() if ours else STRANGER
    note = signed(Checkpoint(signer.verifier.name, row.size, root), [signer])
    run("UPDATE ledger_sealed SET note = %s, root = %s WHERE size = %s", note, root.hex(), row.size)


def test_a_log_that_was_signed_again_is_found(log):
    named = bent(sign_again)
    assert set(named) <= {"re-signed", "altered"}, "altered where a chain did not hold either"
    assert named["re-signed"] > TIMES * 0.6


def change_tile():
    tile = Tile.objects.get(level=0, number=0)
    hashes = bytearray(tile.hashes)
    hashes[CHANCE.randrange(len(hashes))] ^= 1 << CHANCE.randrange(8)
    run("UPDATE ledger_tile SET hashes = %s", bytes(hashes))


def test_a_changed_bit_of_a_tile_is_found(log):
    assert set(bent(change_tile)) == {"altered"}


@pytest.fixture
def long_log(committed_db, database_server):
    """Write and seal a log of three tiles, sealed now and then; go on in it as a superuser."""
    for number in range(600):
        record(
            subject=f"task:{number % 40}", act="noted", by=Actor.system(),
            at=AT + timedelta(minutes=number), detail={"number": number},
        )  # fmt: skip
        if number % 100 == 0:
            sealing.seal(signer=sealing.log_signer(), at=AT)
    sealing.seal(signer=sealing.log_signer(), at=AT)
    with entered_as_superuser(database_server):
        assert found() is None
        yield


def bent_once(statement, *values, policy=None):
    with transaction.atomic():
        run("SET LOCAL session_replication_role = replica")
        run(statement, *values)
        named = found(policy)
        transaction.set_rollback(True)
    return named


WRONG = "UPDATE ledger_tile SET hashes = overlay(hashes placing '\\x00'::bytea from %s)"


def test_in_a_log_of_several_tiles_it_is_found_wherever_it_is(long_log):
    for number in (0, 255, 256, 300, 511, 512, 599):
        gap = bent_once("DELETE FROM ledger_leaf WHERE number = %s", number)
        assert gap in {"deleted", "inserted"}, number
        entry = Leaf.objects.get(number=number).entry_id
        assert bent_once("UPDATE ledger_entry SET agency = 'x' WHERE id = %s", entry) == "altered"
        tile, place = divmod(number, 256)
        change = f"{WRONG} WHERE level = 0 AND number = %s"
        assert bent_once(change, place * 32 + 1, tile) == "altered"


def test_a_changed_tile_above_the_leaves_is_found(long_log):
    cut = "UPDATE ledger_tile SET hashes = substring(hashes FOR 32) WHERE level = 1"
    assert bent_once(cut) == "altered"
    assert bent_once("DELETE FROM ledger_tile WHERE level = 1") == "deleted"


DEEP = "[" * 3_000 + "]" * 3_000
ODD = [
    "at = 'infinity'",
    "at = '-infinity'",
    "at = '200000-01-01'",
    "at = '4000-01-01 BC'",
    "act = E'a\\tb\\\\N\\n'",
    "subject = E'task:\\n\\\\.'",
    "seq = 2147483647",
    "detail = '5'",
    "detail = 'null'",
    "detail = '[]'",
    "detail = '1e9000'",
    """detail = '{"a": 1e9000}'""",
    """detail = '{"a": 1.5, "b": "\\u0001"}'""",
    f"detail = '{DEEP}'",
    "recorded_at = 'infinity'",
    "recorded_at = '4000-01-01 BC'",
]
"""What only a forger writes: no program of ours could, or could read it back."""


def test_whatever_a_forger_writes_is_named_and_ends_no_verification(log):
    bend = "UPDATE ledger_entry SET {} WHERE id = %s"
    for number, change in product((0, ENTRIES // 2), ODD):
        entry = Leaf.objects.get(number=number).entry_id
        named = bent_once(bend.format(change), entry)
        if change.startswith("recorded_at"):
            assert named is None, "no part of the hash; the warning about two clocks tells of it"
        else:
            assert named in {"altered", "missing", "back-dated", "broken-link"}, change[:40]


COSIGNER = Cosigner("thanh-tra.example", b"w" * 32)
WITNESS = str(COSIGNER.verifier)
BROKEN = ["— a abc\n", "— a =\n", "— ế ế\n", "x", "\n\n"]
UNKNOWN = ["— thanh-tra.example AAAA\n", "— 127.0.0.1:8000/so-ghi AAAA\n", ""]
"""What is no signature; and signatures of nobody known, which the format has passed over."""
BROKEN_TILES = [
    ("hashes", b""), ("hashes", b"x"), ("hashes", bytes(31)), ("hashes", bytes(8_193)),
    ("number", -1), ("number", 2**63 - 1), ("level", 1), ("level", 32_767),
]  # fmt: skip


@pytest.fixture
def witnessed(log) -> Policy:
    """Have the newest checkpoint cosigned; return the policy that wants it."""
    newest = Sealed.objects.order_by("-size").first()
    text = newest.note.rpartition("\n\n")[0] + "\n"
    newest.cosignatures.create(key=WITNESS, line=COSIGNER.line(text, AT), seen_at=AT)
    return parsed_policy(f"witness thanh-tra {WITNESS}\nquorum thanh-tra\n")


@pytest.mark.parametrize("which", ["size", "-size"], ids=["the first", "the newest"])
def test_whatever_a_forger_writes_under_a_checkpoint_is_named(witnessed, which):
    assert found(witnessed) is None
    sealed = Sealed.objects.order_by(which).first()
    size, text = sealed.size, sealed.note.rpartition("\n\n")[0]
    for broken in (*BROKEN, *UNKNOWN, "".join(BROKEN)):
        for note in (broken, text + "\n\n" + broken):
            change = "UPDATE ledger_sealed SET note = %s WHERE size = %s"
            assert bent_once(change, note, size, policy=witnessed) == "re-signed", repr(note)
    for line in (*BROKEN, *UNKNOWN):
        added = "UPDATE ledger_sealed SET note = note || %s WHERE size = %s"
        told = bent_once(added, line, size, policy=witnessed)
        assert told == ("re-signed" if line in BROKEN else None)


def test_whatever_a_forger_writes_as_a_witness_is_named(witnessed):
    for line in (*BROKEN, *UNKNOWN):
        told = bent_once("UPDATE ledger_cosignature SET line = %s", line, policy=witnessed)
        assert told == "re-signed", repr(line)
    for table, name in (("sealed", "at"), ("cosignature", "seen_at")):
        beyond = f"UPDATE ledger_{table} SET {name} = 'infinity'"  # noqa: S608 - our own names
        assert bent_once(beyond, policy=witnessed) is None, "beside the note, and no part of it"


@pytest.mark.parametrize(("column", "value"), BROKEN_TILES)
def test_whatever_a_forger_writes_into_a_tile_is_named(log, column, value):
    named = bent_once(f"UPDATE ledger_tile SET {column} = %s", value)  # noqa: S608 - of the list
    assert named in {"altered", "deleted", "inserted"}
