"""The public log: what was committed is sealed once, in order, and any bending is named."""

import random
from base64 import b64decode
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from threading import Barrier, Thread

import pytest
from django.db import connection, connections, transaction
from django.db.utils import Error

from thongsuot.domains.ledger import auditing, keeping, public_log, sealing
from thongsuot.domains.ledger.models import Entry, Leaf, Sealed, Tile, Unsealed
from thongsuot.domains.ledger.rules import entry_content, entry_hash, notes, tiles, tree
from thongsuot.domains.ledger.rules.notes import NoteSigner
from thongsuot.domains.ledger.rules.tiles import TileName
from thongsuot.domains.ledger.services import record
from thongsuot.domains.ledger.terms import Actor, EntryUnknown

AT = datetime(2026, 3, 2, 1, 30, tzinfo=UTC)
STRANGER = NoteSigner("127.0.0.1:8000/so-ghi", b"x" * 32)


def write(count, start=0):
    """Write some acts on seven subjects."""
    for number in range(start, start + count):
        record(
            subject=f"task:{number % 7}", act="noted", by=Actor.system(),
            at=AT + timedelta(milliseconds=number), detail={"number": number},
        )  # fmt: skip


def seal(most=sealing.MOST, at=AT) -> int:
    return sealing.seal(signer=sealing.log_signer(), at=at, most=most)


def found():
    """Return what an audit names first."""
    fault = auditing.audit(sealing.log_verifiers(), keeping.kept_note()).first_fault
    return fault and fault.kind.value


def checked(proof) -> bool:
    """Check a proof as an outsider does."""
    checkpoint, _signers = notes.opened(proof.note, sealing.log_verifiers())
    leaf = tree.leaf_hash(proof.content)
    return sha256(proof.content).hexdigest() == proof.hash and tree.proves_inclusion(
        leaf, proof.index, checkpoint.size, proof.path, checkpoint.root
    )


@pytest.mark.django_db
class TestSealing:
    def test_every_entry_gets_its_place_once_in_the_order_it_was_written(self):
        write(10)
        assert seal(most=4) == 4
        assert (seal(), seal()) == (6, 0)
        assert [leaf.entry_id for leaf in Leaf.objects.order_by("number")] == list(
            Entry.objects.order_by("pk").values_list("pk", flat=True)
        )
        assert list(Sealed.objects.order_by("size").values_list("size", flat=True)) == [4, 10]
        assert not Unsealed.objects.exists()

    def test_the_root_is_that_of_the_tree_over_all_entries(self):
        write(600)
        seal(most=250)
        seal()
        contents = (
            entry_content(e.as_act(), e.previous_hash) for e in Entry.objects.order_by("pk")
        )
        root = tree.root_of(map(tree.leaf_hash, contents))
        assert Sealed.objects.get(size=600).root == root.hex()
        assert notes.opened(public_log.newest_note(), sealing.log_verifiers())[0].root == root

    def test_what_was_rolled_back_is_never_sealed(self):
        write(3)
        with transaction.atomic():
            write(1, start=3)
            transaction.set_rollback(True)
        assert seal() == 3

    def test_each_entry_is_proved_and_one_that_waits_is_not_yet(self):
        write(300)
        seal()
        write(1, start=300)
        for number in (0, 1, 255, 256, 299):
            leaf = Leaf.objects.select_related("entry").get(number=number)
            assert checked(public_log.prove(leaf.entry.subject, leaf.entry.seq))
        waiting = Entry.objects.order_by("-pk").first()
        assert public_log.prove(waiting.subject, waiting.seq) is None
        with pytest.raises(EntryUnknown):
            public_log.prove("task:0", 9999)

    def test_a_proof_asks_little_however_long_the_log_is(self, django_assert_max_num_queries):
        write(1000)
        seal()
        with django_assert_max_num_queries(8):
            public_log.prove("task:3", 5)

    def test_growth_is_proved_between_any_two_checkpoints(self):
        for start in range(0, 500, 100):
            write(100, start=start)
            seal()
        roots = {sealed.size: bytes.fromhex(sealed.root) for sealed in Sealed.objects.all()}
        for old in roots:
            for new in (size for size in roots if size >= old):
                proof = public_log.prove_growth(old, new)
                assert tree.proves_consistency(old, roots[old], new, roots[new], proof)

    def test_a_document_holds_all_that_a_checker_needs(self):
        write(5)
        seal()
        document = public_log.as_document(public_log.prove("task:2", 1))
        assert sha256(b64decode(document["entry"])).hexdigest() == document["hash"]
        trusted = [notes.verifier_from(key) for key in document["keys"]]
        assert notes.opened(document["checkpoint"], trusted)[0].size == 5

    def test_tiles_are_read_as_wide_as_the_log_was(self):
        write(300)
        seal()
        first = public_log.read_tile(TileName(0, 0), 256)
        assert len(first) == 256 * tiles.HASH_BYTES
        assert public_log.read_tile(TileName(0, 1), 44)
        assert public_log.read_tile(TileName(0, 1), 45) is None
        assert public_log.read_tile(TileName(0, 2), 1) is None

    @pytest.mark.parametrize(
        "change",
        [
            "UPDATE ledger_tile SET hashes = decode(repeat('00', 64), 'hex')",
            "UPDATE ledger_leaf SET number = number + 10",
            "DELETE FROM ledger_leaf",
            "UPDATE ledger_sealed SET root = ''",
            "DELETE FROM ledger_sealed",
            "DELETE FROM ledger_tile",
        ],
    )
    def test_the_application_cannot_change_what_is_sealed(self, change):
        write(2)
        seal()
        with pytest.raises(Error), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(change)


def test_of_many_sealers_and_writers_at_once_nothing_is_sealed_twice_or_left(committed_db):
    ready = Barrier(5)

    def work(place):
        ready.wait()
        for turn in range(10):
            if place < 3:
                write(1, start=10 * place + turn)
            else:
                seal()
        connections.close_all()

    threads = [Thread(target=work, args=[place]) for place in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    seal()
    assert Leaf.objects.count() == Entry.objects.count() == 30
    assert found() is None


# --- bending it, as one who may do anything to the database ---------------------------------


@pytest.fixture
def bend(committed_db, as_superuser):
    """Return a way to change a sealed log of 40 entries with every guard of the database off."""
    write(40)
    seal(most=25)
    seal()
    keeping.keep_newest()
    assert found() is None
    as_superuser.execute("SET session_replication_role = replica")
    return as_superuser.execute


def some_entry() -> Entry:
    return CHANCE.choice(list(Entry.objects.filter(pk__gt=7).exclude(subject="task:0")))


def chain_again(bend, subject):
    """Make the chain of a subject hold again, as a careful forger would."""
    previous = "0" * 64
    for entry in Entry.objects.filter(subject=subject).order_by("seq"):
        fresh = entry_hash(entry.as_act(), previous)
        bend(
            "UPDATE ledger_entry SET previous_hash = %s, hash = %s WHERE id = %s",
            [previous, fresh, entry.pk],
        )
        previous = fresh


def seal_again(bend, signer):
    """Rebuild leaves, tiles and checkpoints over what is there, signed by ``signer``."""
    for emptied in ("leaf", "tile", "sealed", "unsealed"):
        bend(f"DELETE FROM ledger_{emptied}")  # noqa: S608 - names of our own tables
    bend("INSERT INTO ledger_unsealed SELECT id FROM ledger_entry")
    sealing.seal(signer=signer, at=AT)


TIMES = range(15)
FAR = 1_000_000
CHANCE = random.Random(6962)  # noqa: S311 - which entry is bent, not a secret


@pytest.mark.slow
@pytest.mark.parametrize("_time", TIMES)
def test_an_altered_entry_is_found(bend, _time):
    entry = some_entry()
    bend("UPDATE ledger_entry SET act = 'other' WHERE id = %s", [entry.pk])
    assert found() == "altered"
    chain_again(bend, entry.subject)
    assert found() == "altered"


@pytest.mark.slow
@pytest.mark.parametrize("_time", TIMES)
def test_a_back_dated_entry_is_found(bend, _time):
    entry = some_entry()
    bend("UPDATE ledger_entry SET at = at - interval '40 days' WHERE id = %s", [entry.pk])
    chain_again(bend, entry.subject)
    assert found() in {"back-dated", "altered"}


@pytest.mark.slow
@pytest.mark.parametrize("_time", TIMES)
def test_a_deleted_entry_is_found(bend, _time):
    entry = some_entry()
    bend("DELETE FROM ledger_leaf WHERE entry_id = %s", [entry.pk])
    bend("DELETE FROM ledger_entry WHERE id = %s", [entry.pk])
    bend(
        "UPDATE ledger_entry SET seq = seq - 1 WHERE subject = %s AND seq > %s",
        [entry.subject, entry.seq],
    )
    chain_again(bend, entry.subject)
    assert found() == "deleted"


@pytest.mark.slow
def test_a_deleted_entry_with_all_leaves_numbered_anew_is_found(bend):
    last = Entry.objects.order_by("-pk")[3]
    place = Leaf.objects.get(entry=last).number
    bend("DELETE FROM ledger_leaf WHERE entry_id = %s", [last.pk])
    bend("DELETE FROM ledger_entry WHERE subject = %s AND seq >= %s", [last.subject, last.seq])
    bend("UPDATE ledger_leaf SET number = number + %s WHERE number > %s", [FAR, place])
    bend("UPDATE ledger_leaf SET number = number - %s WHERE number > %s", [FAR + 1, FAR])
    assert found() == "deleted"


@pytest.mark.slow
def test_an_inserted_entry_is_found(bend):
    bend(
        "INSERT INTO ledger_entry (subject, seq, act, at, actor_kind, agency, detail,"
        " previous_hash, hash) SELECT 'task:new', 1, act, at, actor_kind, agency, detail,"
        " repeat('0', 64), '' FROM ledger_entry LIMIT 1"
    )
    chain_again(bend, "task:new")
    assert found() == "inserted"


@pytest.mark.slow
@pytest.mark.parametrize("_time", TIMES)
def test_two_entries_that_changed_places_are_found(bend, _time):
    place = CHANCE.randrange(38)
    bend("UPDATE ledger_leaf SET number = %s WHERE number = %s", [FAR, place])
    bend("UPDATE ledger_leaf SET number = %s WHERE number = %s", [place, place + 1])
    bend("UPDATE ledger_leaf SET number = %s WHERE number = %s", [place + 1, FAR])
    assert found() == "reordered"


@pytest.mark.slow
def test_a_log_that_was_cut_off_is_found_by_what_was_kept_outside(bend):
    newest = Sealed.objects.order_by("-size").first()
    cut = 25
    gone = list(Leaf.objects.filter(number__gte=cut).values_list("entry_id", flat=True))
    bend("DELETE FROM ledger_leaf WHERE number >= %s", [cut])
    bend("DELETE FROM ledger_entry WHERE id = ANY(%s)", [gone])
    bend("DELETE FROM ledger_sealed WHERE size = %s", [newest.size])
    bend("UPDATE ledger_tile SET hashes = substring(hashes FOR %s)", [cut * 32])
    assert found() == "truncated"
    assert auditing.audit(sealing.log_verifiers()).ok  # nobody inside could tell


@pytest.mark.slow
def test_a_log_signed_anew_by_another_key_is_found(bend):
    seal_again(bend, STRANGER)
    assert found() == "re-signed"


@pytest.mark.slow
def test_a_log_rebuilt_over_other_entries_with_our_own_key_is_found_by_what_was_kept(bend):
    entry = some_entry()
    bend("UPDATE ledger_entry SET act = 'other' WHERE id = %s", [entry.pk])
    chain_again(bend, entry.subject)
    seal_again(bend, sealing.log_signer())
    assert found() == "re-signed"


@pytest.mark.slow
def test_a_changed_tile_or_root_is_found(bend):
    tile = Tile.objects.get(level=0, number=0)
    changed = bytes(tile.hashes[:32]) + b"\x00" * 32 + bytes(tile.hashes[64:])
    bend("UPDATE ledger_tile SET hashes = %s WHERE level = 0", [changed])
    assert found() == "altered"
    bend("UPDATE ledger_tile SET hashes = %s WHERE level = 0", [bytes(tile.hashes)])
    assert found() is None
    bend("UPDATE ledger_sealed SET note = replace(note, '25', '26') WHERE size = 25")
    assert found() == "re-signed"
