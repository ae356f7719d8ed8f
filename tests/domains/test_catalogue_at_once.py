"""Many at once: one import writes, the others find it done."""

from tests.builders_at_once import at_once
from tests.builders_catalogue import ON, row, take_over

from thongsuot.domains.catalogue import queries
from thongsuot.domains.ledger.queries import acts_of

AT_ONCE = 8


def test_the_same_file_imported_eight_times_at_once_is_taken_over_once(committed_db):
    reports = at_once(AT_ONCE, lambda _n: take_over(row(1), row(2, code="1.900002")))
    assert sorted(report.created for report in reports) == [0] * (AT_ONCE - 1) + [2]
    assert all(report.created + report.unchanged == 2 for report in reports)
    assert [version.number for version in queries.versions_in_force(ON)] == [1, 1]
    assert len(acts_of("catalogue")) == AT_ONCE
