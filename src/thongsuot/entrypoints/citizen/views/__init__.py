"""The pages of the citizen's door, by subject."""

from thongsuot.entrypoints.citizen.sentences import SENTENCES
from thongsuot.entrypoints.citizen.views.accountability import (
    accountability,
    accountability_csv,
)
from thongsuot.entrypoints.citizen.views.again import again
from thongsuot.entrypoints.citizen.views.check import check
from thongsuot.entrypoints.citizen.views.confirmation import confirmation
from thongsuot.entrypoints.citizen.views.contact import contact
from thongsuot.entrypoints.citizen.views.drafts import apply, desk, resume, topic
from thongsuot.entrypoints.citizen.views.fees import (
    ask_again,
    check_receipt,
    claim_transfer,
    fee_receipt,
    fees,
    paid_back,
    pay,
    platform_bill,
    refund_slip,
)
from thongsuot.entrypoints.citizen.views.files import draft_paper, paper, result
from thongsuot.entrypoints.citizen.views.home import figures, home, life_event, search
from thongsuot.entrypoints.citizen.views.log import (
    checkpoint,
    checkpoint_at,
    growth,
    log,
    log_keys,
    proofs,
    tile,
    tool,
)
from thongsuot.entrypoints.citizen.views.mine import leave, mine
from thongsuot.entrypoints.citizen.views.objection import object_to_request
from thongsuot.entrypoints.citizen.views.papers import papers
from thongsuot.entrypoints.citizen.views.procedures import paper_list, places, procedure
from thongsuot.entrypoints.citizen.views.supplement import supplement
from thongsuot.entrypoints.citizen.views.track import dossier, look, track
from thongsuot.entrypoints.citizen.views.withdraw import withdraw
from thongsuot.entrypoints.shared.sentences import register

register(SENTENCES, door="citizen")

__all__ = [
    "accountability",
    "accountability_csv",
    "again",
    "apply",
    "ask_again",
    "check",
    "check_receipt",
    "checkpoint",
    "checkpoint_at",
    "claim_transfer",
    "confirmation",
    "contact",
    "desk",
    "dossier",
    "draft_paper",
    "fee_receipt",
    "fees",
    "figures",
    "growth",
    "home",
    "leave",
    "life_event",
    "log",
    "log_keys",
    "look",
    "mine",
    "object_to_request",
    "paid_back",
    "paper",
    "paper_list",
    "papers",
    "pay",
    "places",
    "platform_bill",
    "procedure",
    "proofs",
    "refund_slip",
    "result",
    "resume",
    "search",
    "supplement",
    "tile",
    "tool",
    "topic",
    "track",
    "withdraw",
]
