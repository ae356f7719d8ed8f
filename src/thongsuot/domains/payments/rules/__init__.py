"""Decisions and sums of the room: values in, values out."""

from thongsuot.domains.payments.rules.groups import group_of_age, may_be_named
from thongsuot.domains.payments.rules.reading import read_tariffs
from thongsuot.domains.payments.rules.statements import codes_in, noted_before, read_rows
from thongsuot.domains.payments.rules.tariffs import fees_due, total
from thongsuot.domains.payments.rules.vietqr import purpose_of, vietqr

__all__ = [
    "codes_in",
    "fees_due",
    "group_of_age",
    "may_be_named",
    "noted_before",
    "purpose_of",
    "read_rows",
    "read_tariffs",
    "total",
    "vietqr",
]
