"""The models of the BPMN interchange group: read, and what we do not run is named."""

import os
from pathlib import Path

import pytest

from thongsuot.domains.catalogue.bpmn import read_bpmn

MODELS = Path(os.environ.get("THONGSUOT_SHARED", "../shared")) / "data/bpmn"
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


@pytest.mark.parametrize("name", sorted(OUTSIDE))
def test_every_element_outside_the_subset_is_named_with_its_id(name):
    understood = read_bpmn((MODELS / f"{name}.bpmn").read_bytes())
    assert understood.process is None
    assert {named.element for named in understood.refused} == OUTSIDE[name]
    assert all(named.id and named.line for named in understood.refused)


def test_no_model_of_the_folder_is_left_untried():
    assert {path.stem for path in MODELS.glob("*.bpmn")} == set(OUTSIDE)
