"""Acts of custody, one function each."""

from thongsuot.domains.custody.services.closing import close
from thongsuot.domains.custody.services.disputes import decide, pass_on
from thongsuot.domains.custody.services.holding import open_custody
from thongsuot.domains.custody.services.offering import accept, offer, recall, send_back
from thongsuot.domains.custody.services.opinions import (
    ask_opinion,
    end_in_silence,
    give_opinion,
    lapse_opinions,
    recall_opinion,
)
from thongsuot.domains.custody.services.policies import publish_policy
from thongsuot.domains.custody.services.silence import accept_by_silence

__all__ = [
    "accept",
    "accept_by_silence",
    "ask_opinion",
    "close",
    "decide",
    "end_in_silence",
    "give_opinion",
    "lapse_opinions",
    "offer",
    "open_custody",
    "pass_on",
    "publish_policy",
    "recall",
    "recall_opinion",
    "send_back",
]
