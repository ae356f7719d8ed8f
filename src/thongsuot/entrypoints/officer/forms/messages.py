"""Giving up a message that could not be delivered: why."""

from django.utils.translation import gettext_lazy as _

from thongsuot.entrypoints.officer.forms.base import ActForm, Words


class GiveUpForm(ActForm):
    """Say why a message is not sent."""

    why = Words(
        label=_("Vì sao không gửi tin này?"),
        help_text=_("Ví dụ: đã gọi điện báo trực tiếp lúc 9 giờ ngày 03/03."),
        error_messages={"required": _("Ghi lý do không gửi")},
    )
