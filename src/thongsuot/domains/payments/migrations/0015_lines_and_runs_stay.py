"""What a bank, an applicant and a run said, and when, is not rewritten."""

from django.db import migrations

from thongsuot.domains.ledger.protection import NO_DELETE, may, no_delete, stays

ENDED = ["ended_at", "ended_by_id", "forgotten_at"]
LINE_ENDED = [*ENDED, "payment_id", "notice"]
CLAIM_ENDED = [*ENDED, "found"]
FREE_OF_LINE = ["words", "why", "salt", "state"]
FREE_OF_CLAIM = ["why", "salt"]
COUNTED = [
    "after", "done", "taken", "known", "mismatched", "left", "elsewhere", "refused", "refusals",
    "stopped",
]  # fmt: skip


class Migration(migrations.Migration):
    """The rest is rights alone."""

    dependencies = [("payments", "0014_settled_differences_stay"), ("ledger", "0010_what_stays")]

    operations = [
        stays("payments_bankline", free=FREE_OF_LINE, once=LINE_ENDED),
        may(
            "payments_bankline",
            f"INSERT, UPDATE ({', '.join([*FREE_OF_LINE, *LINE_ENDED])})",
            was=NO_DELETE,
        ),
        stays("payments_transferclaim", free=FREE_OF_CLAIM, once=CLAIM_ENDED),
        may(
            "payments_transferclaim",
            f"INSERT, UPDATE ({', '.join([*FREE_OF_CLAIM, *CLAIM_ENDED])})",
            was=NO_DELETE,
        ),
        may("payments_differencesettled", "INSERT, UPDATE (why)", was=NO_DELETE),
        no_delete("payments_statementrun"),
        stays("payments_statementrun", free=COUNTED, once=["finished_at"]),
        may(
            "payments_statementrun",
            f"INSERT, UPDATE ({', '.join([*COUNTED, 'finished_at'])})",
            was=NO_DELETE,
        ),
        may("payments_dayanswer", "INSERT, UPDATE (verdict, amount_vnd, settled, at), DELETE"),
        may("payments_refusedcall", "INSERT, UPDATE (source, news, digest, at)"),
        may("payments_refusedday", "INSERT, UPDATE (count, last_at)"),
    ]
