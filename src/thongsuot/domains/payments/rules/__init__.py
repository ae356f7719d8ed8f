"""Decisions and sums of the room: values in, values out."""

from thongsuot.domains.payments.rules.reading import read_tariffs
from thongsuot.domains.payments.rules.tariffs import fees_due, total
from thongsuot.domains.payments.rules.vietqr import purpose_of, vietqr

__all__ = ["fees_due", "purpose_of", "read_tariffs", "total", "vietqr"]
