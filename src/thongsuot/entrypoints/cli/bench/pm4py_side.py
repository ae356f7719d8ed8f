"""Run by a Python that has pm4py, in an environment of its own: its hand-over network, timed.

It imports nothing of ours, and nothing of ours imports it.
"""

import json
import sys
import time
from importlib.metadata import version

import pm4py  # type: ignore[import-not-found]  # not here: in the benchmark's own environment


def main() -> None:
    """Read a log, work out who hands over to whom, and print how long it took."""
    path, holder = sys.argv[1:]
    started = time.perf_counter()
    log = pm4py.read_xes(path)
    network = pm4py.discover_handover_of_work_network(log, resource_key=holder)
    spent = time.perf_counter() - started
    known = log.dropna(subset=[holder])
    before = known.groupby("case:concept:name")[holder].shift()
    handovers = int(((before != known[holder]) & before.notna()).sum())
    found = {
        "events": len(log),
        "seconds": spent,
        "handovers": handovers,
        "pairs": len(network.connections),
        "version": version("pm4py"),
    }
    sys.stdout.write(json.dumps(found) + "\n")


if __name__ == "__main__":
    main()
