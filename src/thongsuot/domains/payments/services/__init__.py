"""The acts of the room."""

from thongsuot.domains.payments.services.claims import (
    answer_claim,
    claim_transfer,
    settle_difference,
)
from thongsuot.domains.payments.services.closing import close_day, keep_answer
from thongsuot.domains.payments.services.dues import assess, reassess
from thongsuot.domains.payments.services.forgetting import forget_words
from thongsuot.domains.payments.services.paying import (
    Came,
    begin,
    collect,
    confirm,
    end_claim,
    note,
)
from thongsuot.domains.payments.services.policies import publish_policy
from thongsuot.domains.payments.services.receipts import replace_receipt
from thongsuot.domains.payments.services.refunding import (
    decline_refund,
    propose_refund,
    refund,
)
from thongsuot.domains.payments.services.refusing import count_refused
from thongsuot.domains.payments.services.statement_runs import (
    actor_of_run,
    begin_run,
    finish_run,
    goes_on,
    hold_run,
    lines_ahead,
    note_line,
    resume_run,
    still_waits,
)
from thongsuot.domains.payments.services.statements import (
    explain_line,
    keep_statement,
    take_line,
)
from thongsuot.domains.payments.services.tariffs import Rehearsal, import_tariffs, rehearse_tariffs

__all__ = [
    "Came",
    "Rehearsal",
    "actor_of_run",
    "answer_claim",
    "assess",
    "begin",
    "begin_run",
    "claim_transfer",
    "close_day",
    "collect",
    "confirm",
    "count_refused",
    "decline_refund",
    "end_claim",
    "explain_line",
    "finish_run",
    "forget_words",
    "goes_on",
    "hold_run",
    "import_tariffs",
    "keep_answer",
    "keep_statement",
    "lines_ahead",
    "note",
    "note_line",
    "propose_refund",
    "publish_policy",
    "reassess",
    "refund",
    "rehearse_tariffs",
    "replace_receipt",
    "resume_run",
    "settle_difference",
    "still_waits",
    "take_line",
]
