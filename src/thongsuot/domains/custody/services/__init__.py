"""Acts of custody, one function each."""

from thongsuot.domains.custody.services.holding import close, open_custody
from thongsuot.domains.custody.services.offering import accept, offer, recall, send_back

__all__ = ["accept", "close", "offer", "open_custody", "recall", "send_back"]
