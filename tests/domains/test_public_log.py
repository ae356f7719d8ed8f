"""The public log: what was committed is sealed once, in order, and any bending is named."""

from base64 import b64decode
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

import pytest
from django.db import connection, transaction
from django.db.utils import Error
from django.test.utils import CaptureQueriesContext
from tests.builders_at_once import at_once

from thongsuot.domains.ledger import auditing, keeping, public_log, sealing
from thongsuot.domains.ledger.models import Entry, Leaf, Sealed, Unsealed
from thongsuot.domains.ledger.rules import entry_content, notes, tiles, tree
from thongsuot.domains.ledger.rules.tiles import TileName
from thongsuot.domains.ledger.services import record
from thongsuot.domains.ledger.terms import Actor, EntryUnknown

AT = datetime(2026, 3, 2, 1, 30, tzinfo=UTC)


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


def explained(statement) -> str:
    """Return how the database would answer."""
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN {statement}")
        return "\n".join(line for (line,) in cursor.fetchall())


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

    def test_the_walk_looks_nothing_up_entry_by_entry(self):
        write(3)
        seal()
        with CaptureQueriesContext(connection) as asked:
            auditing.audit(sealing.log_verifiers())
        reads = [query["sql"] for query in asked if query["sql"].startswith("SELECT")]
        plans = [explained(statement) for statement in reads]
        assert plans
        assert not [plan for plan in plans if "SubPlan" in plan]

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

    def test_all_entries_of_a_subject_are_proved_at_the_cost_of_one(
        self, django_assert_max_num_queries
    ):
        write(1000)
        seal()
        write(7, start=1000)
        with django_assert_max_num_queries(8):
            told = public_log.prove_all("task:3")
        assert [entry.seq for entry, _proof in told] == list(range(1, 145))
        assert all(checked(proof) for _entry, proof in told[:-1])
        assert told[-1][1] is None, "it waits to be sealed"
        assert told[4][1] == public_log.prove("task:3", 5)
        assert public_log.prove_all("task:none") == []

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
    def work(place):
        for turn in range(10):
            if place < 3:
                write(1, start=10 * place + turn)
            else:
                seal()

    at_once(5, work)
    seal()
    assert Leaf.objects.count() == Entry.objects.count() == 30
    assert found() is None


def kept_files(settings) -> dict[str, bytes]:
    """Return what lies in the folder of the log, by its place there."""
    folder = Path(settings.LOG_FOLDER)
    return {str(file.relative_to(folder)): file.read_bytes()
            for file in folder.rglob("*") if file.is_file()}  # fmt: skip


def grow_and_keep(entries, start=0):
    write(entries, start)
    seal()
    keeping.keep_newest()


@pytest.mark.django_db
class TestTheFilesThatAProxyGivesOut:
    def test_they_alone_lead_to_the_root_that_the_kept_checkpoint_signs(self, settings):
        grow_and_keep(600)
        files = kept_files(settings)
        note, _signers = notes.opened(files["checkpoint"].decode(), sealing.log_verifiers())

        def read(name):
            return files[tiles.path_of(name, tiles.width_at(name, note.size))]

        assert tree.root_at(600, tiles.node_from(read)) == note.root
        assert {*files} == {
            "checkpoint", "tile/0/000", "tile/0/001", "tile/0/002.p/88", "tile/1/000.p/2",
        }  # fmt: skip

    def test_of_a_tile_that_became_whole_no_part_stays(self, settings):
        grow_and_keep(200)
        grow_and_keep(100, start=200)
        parts = {place for place in kept_files(settings) if ".p/" in place}
        assert parts == {"tile/0/001.p/44", "tile/1/000.p/1"}

    def test_what_is_kept_is_not_read_again(self, settings):
        grow_and_keep(600)
        before = kept_files(settings)
        with CaptureQueriesContext(connection) as asked:
            keeping.keep_newest()
        assert not [query for query in asked if "ledger_tile" in query["sql"]]
        assert kept_files(settings) == before

    def test_files_that_were_lost_or_lie_there_empty_are_made_good(self, settings):
        grow_and_keep(600)
        before = kept_files(settings)
        (Path(settings.LOG_FOLDER) / "tile/0/001").write_bytes(b"")
        (Path(settings.LOG_FOLDER) / "tile/0/002.p/88").unlink()
        keeping.keep_newest()
        assert kept_files(settings) == before
