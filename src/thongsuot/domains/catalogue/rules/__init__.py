"""Decisions of the catalogue: values in, value out."""

from thongsuot.domains.catalogue.rules.answers import applicant_of, clean_answers, is_shown
from thongsuot.domains.catalogue.rules.forms import check_form, read_form
from thongsuot.domains.catalogue.rules.planning import plan_import
from thongsuot.domains.catalogue.rules.procedure_changes import differences

__all__ = [
    "applicant_of",
    "check_form",
    "clean_answers",
    "differences",
    "is_shown",
    "plan_import",
    "read_form",
]
