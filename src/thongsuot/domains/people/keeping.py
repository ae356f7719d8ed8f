"""Whether the keys given to this process are those that sealed what the database holds."""

from django.conf import settings
from django.db import transaction

from thongsuot.domains.ledger.services import bookkeeping
from thongsuot.domains.people.models import KeyMark, Person
from thongsuot.domains.people.terms import KeysNotOurs
from thongsuot.kernel.sealing import KeyMissing, SealBroken

WORD = "thongsuot"
PURPOSE = "people.key-mark"


def check_keys() -> None:
    """Refuse keys that do not open what was sealed here.

    A key taken away after everything was sealed anew with a newer one is not missed. A database
    older than the marks is known by the person put on file first.

    Raises:  KeysNotOurs.
    """
    mark = _index_mark()
    try:
        marks = list(KeyMark.objects.all())
        if not marks:
            Person.objects.order_by("pk").first()
    except (KeyMissing, SealBroken) as error:
        raise KeysNotOurs(f"the sealing keys are not those of this database: {error}") from error
    if any(bytes(kept.index_mark) != mark for kept in marks):
        raise KeysNotOurs("the index key is not that of this database")


@bookkeeping("a mark of the keys is no act of the law")
@transaction.atomic
def note_keys() -> None:
    """Mark the newest key as one that seals here, unless it is marked.  Raises: KeysNotOurs."""
    check_keys()
    KeyMark.objects.get_or_create(
        number=settings.KEYRING.newest,
        defaults={"index_mark": _index_mark(), "sealed_mark": WORD},
    )


def _index_mark() -> bytes:
    return bytes(settings.KEYRING.blind_index(WORD, PURPOSE))
