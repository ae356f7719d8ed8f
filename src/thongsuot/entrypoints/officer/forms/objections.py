"""The answer to a citizen who disagrees with a request for papers."""

from django.utils.translation import gettext_lazy as later

from thongsuot.entrypoints.officer.forms.base import ActForm, Words


class ObjectionAnswerForm(ActForm):
    """The reasons; the act itself is named by its page."""

    reason = Words(
        label=later("Lý do"),
        help_text=later("Người nộp đọc đúng như ở đây: giấy nào, vì sao cần hay không cần."),
    )
