"""What the house hands on: work for its worker, and messages to people."""

from thongsuot.domains.exchange.services.jobs import PREPARE_PAPERS, prepare_papers
from thongsuot.domains.exchange.services.outbox import tell, tell_each

__all__ = ["PREPARE_PAPERS", "prepare_papers", "tell", "tell_each"]
