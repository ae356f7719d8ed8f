"""Writing papers: take in, take back, print, sign, number; and keeping their contents."""

from thongsuot.domains.documents.services.papers import (
    adopt,
    attach_notice,
    attach_upload,
    copy_uploads,
    forget,
    make_paper,
    make_unsigned,
    read_upload,
    sign_paper,
    withdraw_upload,
)
from thongsuot.domains.documents.services.registers import (
    close_register,
    next_number,
    take_register,
)
from thongsuot.domains.documents.services.replacing import publish_template, roll_back
from thongsuot.domains.documents.services.reprinting import print_paper
from thongsuot.domains.documents.services.sweeping import reseal_files, sweep_orphans

__all__ = [
    "adopt",
    "attach_notice",
    "attach_upload",
    "close_register",
    "copy_uploads",
    "forget",
    "make_paper",
    "make_unsigned",
    "next_number",
    "print_paper",
    "publish_template",
    "read_upload",
    "reseal_files",
    "roll_back",
    "sign_paper",
    "sweep_orphans",
    "take_register",
    "withdraw_upload",
]
