"""What the house hands on: work for its worker, and messages to people."""

from thongsuot.domains.exchange.services.addresses import ask_for_proof, prove_address
from thongsuot.domains.exchange.services.contacts import keep_contact
from thongsuot.domains.exchange.services.jobs import (
    PREPARE_PAPERS,
    prepare_papers,
    take_statement,
)
from thongsuot.domains.exchange.services.outbox import tell, tell_each
from thongsuot.domains.exchange.services.reports import take_report
from thongsuot.domains.exchange.services.sending import Done, Ways, send_next
from thongsuot.domains.exchange.services.tending import (
    forget_messages,
    forget_told_before,
    give_up,
    resend,
    resend_all,
)
from thongsuot.domains.exchange.services.wordings import publish_text, publish_wordings
from thongsuot.domains.exchange.services.writing import Surroundings

__all__ = [
    "PREPARE_PAPERS",
    "Done",
    "Surroundings",
    "Ways",
    "ask_for_proof",
    "forget_messages",
    "forget_told_before",
    "give_up",
    "keep_contact",
    "prepare_papers",
    "prove_address",
    "publish_text",
    "publish_wordings",
    "resend",
    "resend_all",
    "send_next",
    "take_report",
    "take_statement",
    "tell",
    "tell_each",
]
