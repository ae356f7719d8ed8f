"""The record in a real database: found out when a superuser bends it."""

import pytest
from tests.builders import Story, build_province
from tests.conftest import publish_calendar

from thongsuot.domains.ledger import queries as record


@pytest.fixture
def story(committed_db) -> Story:
    publish_calendar()
    return Story(build_province()).processing()


@pytest.mark.parametrize(
    ("statement", "seq", "kind"),
    [
        pytest.param(
            "UPDATE ledger_entry SET at = at - interval '2 days' WHERE act = 'received'",
            2, "altered", id="a receipt dated back",
        ),
        pytest.param(
            "UPDATE ledger_entry SET officer_id = 99 WHERE act = 'handover_accepted'",
            4, "altered", id="another officer named",
        ),
        pytest.param(
            "DELETE FROM ledger_entry WHERE act = 'received'", 3, "missing", id="an entry removed"
        ),
    ],
)  # fmt: skip
def test_what_a_superuser_bends_is_found_where_it_was_bent(
    story, as_superuser, statement, seq, kind
):
    assert record.verify_all().ok
    as_superuser.execute("ALTER TABLE ledger_entry DISABLE TRIGGER USER")
    as_superuser.execute(statement)
    fault = record.verify_all().first_fault
    assert (fault.subject, fault.seq, fault.kind) == (f"dossier:{story.code}", seq, kind)
