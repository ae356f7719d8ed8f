"""A real event log, replayed through our own hand-overs, is counted the same from our record."""

from collections import Counter
from datetime import date, timedelta
from itertools import pairwise

import pytest
from django.conf import settings
from tests.builders import BIRTH, LAN, MONDAY, add_officer, build_province

from thongsuot.domains.accountability import rules
from thongsuot.domains.accountability.event_logs import read_xes
from thongsuot.domains.accountability.queries import handovers
from thongsuot.domains.accountability.terms import Counts, Level, Period
from thongsuot.domains.custody import queries as custodies
from thongsuot.domains.dossiers import services as dossiers
from thongsuot.domains.dossiers.terms import Channel, Step
from thongsuot.domains.ledger import auditing, sealing
from thongsuot.domains.ledger.models import Entry
from thongsuot.domains.organisation import memory
from thongsuot.domains.organisation.terms import Role

LOG = settings.SHARED_DATA / "data" / "eventlogs" / "bpic2013_closed_problems.xes.gz"
HOLDER = "org:resource"
DESK = "H99.31.01"
pytestmark = [
    pytest.mark.slow,
    pytest.mark.timeout(900),
    pytest.mark.skipif(not LOG.is_file(), reason=f"no {LOG}: shared data (THONGSUOT_SHARED)"),
    pytest.mark.django_db,
]


@pytest.fixture(scope="module")
def counts() -> Counts:
    """Return what ``accountability analyse`` counts in the file."""
    counted = Counts()
    for case in read_xes(LOG, HOLDER):
        rules.count(case, counted)
    return counted


class Stage:
    """A one-stop centre with an officer on a post of their own for each holder of the log."""

    def __init__(self) -> None:
        self.province = build_province()
        self.at = MONDAY
        self.known: dict[str, str] = {}

    def actor(self, holder):
        """Return who acts for a holder of the log."""
        if holder not in self.known:
            who = self.known[holder] = f"holder-{len(self.known)}"
            add_officer(
                self.province, who, DESK, "Vị trí mẫu", "desk", "Người Mẫu",
                [Role.RECEIVE, Role.HANDLE],
            )  # fmt: skip
        return self.province.actor(self.known[holder])

    def later(self):
        """Return the next instant."""
        self.at += timedelta(seconds=1)
        return self.at

    def replay(self, chain):
        """Receive one case as a dossier and hand it from holder to holder, each of whom accepts."""
        first = self.actor(chain[0])
        code = dossiers.register(
            procedure_code=BIRTH, receiving_agency=DESK, channel=Channel.DIRECT, identity=LAN,
            answers={}, by=first, at=self.later(),
        ).code  # fmt: skip
        dossiers.receive(code=code, by=first, at=self.later())
        for giver, taker in pairwise(chain):
            to = self.actor(taker)
            dossiers.offer_handover(
                code=code, to_post=to.acting_post, step=Step.VERIFY, limit_minutes=60,
                why="Đúng quy trình đã duyệt", by=self.actor(giver), at=self.later(),
            )  # fmt: skip
            subject = f"dossier:{code}"
            asked = custodies.open_offers_of([subject])[subject]
            dossiers.accept_handover(offer_id=asked.id, by=to, at=self.later())

    def holder_of(self):
        """Return the holder of the log by the post of ours."""
        return {self.province.posts[who].pk: holder for holder, who in self.known.items()}


def test_the_record_of_the_replay_says_what_the_file_says(counts, published_calendar):
    stage = Stage()
    chains = [rules.chain_of(case) for case in read_xes(LOG, HOLDER)]
    for holder in dict.fromkeys(holder for holders in chains for holder in holders):
        stage.actor(holder)
    with memory.unchanging():  # everybody serves by now, and nobody comes or goes
        for holders in chains:
            stage.replay(holders)
    said = handovers(Period(date(2026, 3, 1), date(2026, 3, 31)), level=Level.POST, without=())
    assert counts.handovers == 1771, "of the log's own truth"
    assert {
        "cases": said.cases,
        "handovers": said.handovers,
        "cases_with_handover": said.cases_with_handover,
        "bounces": said.bounces,
        "cases_with_bounce": said.cases_with_bounce,
        "cases_with_return": said.cases_with_return,
        "longest_chain": said.longest_chain,
    } == {
        "cases": counts.cases,
        "handovers": counts.handovers,
        "cases_with_handover": counts.cases_with_handover,
        "bounces": counts.bounces,
        "cases_with_bounce": counts.cases_with_bounce,
        "cases_with_return": counts.cases_with_return,
        "longest_chain": counts.longest_chain,
    }
    named = stage.holder_of()
    flows = {(named[f.giver], named[f.taker]): f for f in said.flows}
    assert {pair: flow.handovers for pair, flow in flows.items()} == counts.pairs
    bounced = Counter({pair: flow.bounces for pair, flow in flows.items() if flow.bounces})
    assert bounced == Counter({(back, holder): n for (holder, back), n in counts.bounced.items()})
    while sealing.seal(signer=sealing.log_signer(), at=stage.at):
        pass
    assert auditing.audit(sealing.log_verifiers()).ok
    recorded = Entry.objects.filter(subject__startswith="dossier:").count()
    assert recorded == 2 * counts.cases + 2 * counts.handovers
