"""Real event logs come out exactly as counted elsewhere."""

import json
from collections import Counter

import pytest
from django.conf import settings

from thongsuot.domains.accountability import rules
from thongsuot.domains.accountability.event_logs import read_xes
from thongsuot.domains.accountability.terms import Counts

FOLDER = settings.SHARED_DATA / "data" / "eventlogs"
TRUTH = FOLDER / "truth.json"
FILES = {
    "06_bpic2013_closed.xes.gz": "bpic2013_closed_problems.xes.gz",
    "08_receipt.xes.gz": "receipt.xes.gz",
    "01_running-example.xes.gz": "running-example.xes.gz",
}
pytestmark = pytest.mark.skipif(
    not TRUTH.is_file(), reason=f"no {TRUTH}: the logs are in the shared data (THONGSUOT_SHARED)"
)


def known():
    """Return each log with an attribute of its holders, and what was counted elsewhere."""
    logs = json.loads(TRUTH.read_text("utf-8"))["logs"] if TRUTH.is_file() else []
    return [
        pytest.param(FILES[log["file"]], holder, log, id=f"{FILES[log['file']]}-{holder}")
        for log in logs
        for holder in log
        if isinstance(log[holder], dict)
    ]


def counted(name: str, holder: str) -> Counts:
    counts = Counts()
    for case in read_xes(FOLDER / name, holder):
        rules.count(case, counts)
    return counts


@pytest.mark.parametrize(("name", "holder", "log"), known())
def test_a_log_comes_out_exactly(name, holder, log):
    counts, truth = counted(name, holder), log[holder]
    assert (counts.cases, counts.events) == (log["cases"], log["events"])
    assert {
        "distinct": len(counts.holders),
        "handovers": counts.handovers,
        "cases_with_more_than_one": counts.cases_with_handover,
        "ABA_returns_total": counts.bounces,
        "cases_with_ABA": counts.cases_with_bounce,
        "cases_where_an_owner_comes_back": counts.cases_with_return,
        "longest_chain_runs": counts.longest_chain,
    } == {name: value for name, value in truth.items() if not name.startswith("top_")}
    assert list(map(list, counts.most(counts.pairs, 5))) == truth["top_handover_pairs"]
    assert list(map(list, counts.most(counts.bounced, 5))) == truth["top_ABA"]


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.xes.gz")), ids=lambda path: path.name)
def test_every_log_is_read_to_its_end(path):
    events = Counter(len(case.moments) for case in read_xes(path, "concept:name"))
    assert sum(events.values()) > 0
