"""A real event log, replayed through our own hand-overs, is counted the same from our record."""

from collections import Counter
from datetime import date, timedelta
from itertools import pairwise

import pytest
from django.conf import settings
from tests.builders import MONDAY, Province, add_area, add_officer

from thongsuot.domains.accountability import rules
from thongsuot.domains.accountability.event_logs import read_xes
from thongsuot.domains.accountability.queries import handovers
from thongsuot.domains.accountability.terms import Counts, Level, Period
from thongsuot.domains.custody import services as custody
from thongsuot.domains.ledger import auditing, sealing
from thongsuot.domains.organisation.models import Agency

LOG = settings.SHARED_DATA / "data" / "eventlogs" / "bpic2013_closed_problems.xes.gz"
HOLDER = "org:resource"
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
    """An officer on a post of one office for each holder that the log names."""

    def __init__(self) -> None:
        self.province = Province(add_area("99", "Tỉnh Mẫu", "province", None))
        self.province.agencies["H99.05"] = Agency.objects.create(
            code="H99.05", name="Sở Mẫu", short_name="Sở Mẫu", kind="department",
            level="province", is_desk=False, valid_from=date(2020, 1, 1), area=self.province.area,
        )  # fmt: skip
        self.at = MONDAY
        self.known: dict[str, str] = {}

    def actor(self, holder):
        """Return who acts for a holder of the log."""
        if holder not in self.known:
            who = self.known[holder] = f"holder-{len(self.known)}"
            add_officer(self.province, who, "H99.05", "Vị trí mẫu", "handler", "Người Mẫu", [])
        return self.province.actor(self.known[holder])

    def later(self):
        """Return the next instant."""
        self.at += timedelta(seconds=1)
        return self.at

    def replay(self, name, chain):
        """Hand one case over from holder to holder, as a question that is accepted."""
        subject = f"task:{name}"
        custody.open_custody(
            subject=subject, by=self.actor(chain[0]), at=self.later(), step="verify"
        )
        for giver, taker in pairwise(chain):
            to = self.actor(taker)
            asked = custody.offer(
                subject=subject, to_post=to.acting_post, step="verify", limit_minutes=60,
                overruns=False, why="", by=self.actor(giver), at=self.later(),
            )  # fmt: skip
            custody.accept(offer_id=asked.pk, by=to, at=self.later())

    def holder_of(self):
        """Return the holder of the log by the post of ours."""
        return {self.province.posts[who].pk: holder for holder, who in self.known.items()}


def test_the_record_of_the_replay_says_what_the_file_says(counts, published_calendar):
    stage = Stage()
    for number, case in enumerate(read_xes(LOG, HOLDER)):
        stage.replay(f"BPIC-{number}", rules.chain_of(case))
    said = handovers(
        Period(date(2026, 3, 1), date(2026, 3, 31)), level=Level.POST, without=(), kind="task"
    )
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
    audited = auditing.audit(sealing.log_verifiers())
    assert (audited.ok, audited.entries) == (True, 2 * counts.handovers + 1)
