"""The models of the BPMN interchange group: read, and what we do not run is named."""

import pytest
from django.conf import settings

from thongsuot.domains.catalogue import reading, shipped
from thongsuot.domains.catalogue.bpmn import read_bpmn, write_bpmn
from thongsuot.domains.catalogue.rules.process_tables import process_of_table

MODELS = settings.SHARED_DATA / "data" / "bpmn"
TABLES = settings.SHARED_DATA / "data" / "workflows" / "epar_workflows.json"
pytestmark = pytest.mark.skipif(
    not MODELS.is_dir(), reason="data/bpmn of the shared folder is not here"
)
OUTSIDE = {
    "A.1.0": {"task"},
    "A.2.0": {"task"},
    "A.2.1": {"task", "ioSpecification"},
    "A.3.0": {"task", "subProcess", "boundaryEvent", "escalationEventDefinition"},
    "A.4.0": {"task", "process"},
    "A.4.1": {"task", "process"},
    "B.1.0": {"task", "process", "serviceTask", "globalTask", "dataStore", "timerEventDefinition"},
    "C.1.0": {"task", "process", "resource", "eventBasedGateway", "messageEventDefinition"},
    "C.1.1": {
        "serviceTask", "ioSpecification", "potentialOwner", "resource", "itemDefinition",
        "dataObject", "dataObjectReference", "dataStore", "dataOutputAssociation", "import",
    },
}  # fmt: skip
"""What of each model is outside the subset; what lies in a second process is named by that."""
LEADS_NOWHERE = {"TP10"}
"""Of the tables: its ways lead to tasks that are not there, so it cannot be drawn."""


@pytest.mark.parametrize("name", sorted(OUTSIDE))
def test_every_element_outside_the_subset_is_named_with_its_id(name):
    understood = read_bpmn((MODELS / f"{name}.bpmn").read_bytes())
    assert understood.process is None
    assert {named.element for named in understood.refused} == OUTSIDE[name]
    assert all(named.id and named.line for named in understood.refused)


def test_no_model_of_the_folder_is_left_untried():
    assert {path.stem for path in MODELS.glob("*.bpmn")} == set(OUTSIDE)


@pytest.mark.skipif(not TABLES.is_file(), reason="needs data/workflows; set THONGSUOT_SHARED")
def test_the_processes_of_a_real_one_stop_shop_come_back_from_bpmn_unchanged():
    words, written = shipped.table_words(), 0
    for row in reading.read_processes(TABLES):
        process, _faults = process_of_table(row.values, words, day_minutes=480)
        if process.code in LEADS_NOWHERE:
            continue
        assert read_bpmn(write_bpmn(process)).process == process, process.code
        written += 1
    assert written == 114 - len(LEADS_NOWHERE)
