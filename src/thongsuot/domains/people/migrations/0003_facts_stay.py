"""When a person was put on file stays, and so does a representation but for its end."""

from django.db import migrations

from thongsuot.domains.ledger.protection import NO_DELETE, may, no_delete, stays

CORRECTED = [
    "kind", "identity", "name_index", "personal_id_index", "enterprise_index", "phone_index",
]  # fmt: skip


class Migration(migrations.Migration):
    """Sealed words may be sealed anew with another key."""

    dependencies = [("people", "0002_key_marks"), ("ledger", "0010_what_stays")]

    operations = [
        no_delete("people_person"),
        stays("people_person", free=CORRECTED),
        may("people_person", "INSERT, UPDATE", was=NO_DELETE),
        no_delete("people_representation"),
        stays("people_representation", free=["document"], ends=["valid_to"]),
        may("people_representation", "INSERT, UPDATE (document, valid_to)", was=NO_DELETE),
        may("people_keymark", "INSERT, UPDATE (sealed_mark)"),
    ]
