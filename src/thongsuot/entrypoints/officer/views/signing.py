"""The pages that show a text and sign it: the decision, the apology. One shape for both."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from thongsuot.domains.dossiers.terms import Act
from thongsuot.domains.dossiers.terms.drafts import DraftKind
from thongsuot.entrypoints.officer import keeping
from thongsuot.entrypoints.officer.forms.acts import SignForm
from thongsuot.entrypoints.officer.frame import Frame
from thongsuot.entrypoints.officer.pages import do
from thongsuot.entrypoints.officer.views.acting import act_page, data_of, ready
from thongsuot.entrypoints.officer.visitors import Visitor

Signing = Callable[[SignForm], object]
"""Signs by one of the dossiers' services; raises Refused."""
_SIGNED_BY: Final[Mapping[Act, DraftKind]] = {
    Act.SIGN: DraftKind.DECISION,
    Act.SIGN_EXTENSION: DraftKind.APOLOGY,
    Act.REQUEST_SUPPLEMENT: DraftKind.REQUEST,
}
"""What each act signs, which may be sent back to who wrote it instead."""
Beside = Callable[[Frame], Mapping[str, Any]]
"""What stands beside the text: at least ``drafted``, which may be None."""


def sign_page(
    request: HttpRequest,
    visitor: Visitor,
    code: str,
    act: Act,
    *,
    sign: Signing,
    told: str,
    template: str,
    preview: str,
    beside: Beside,
) -> HttpResponse:
    """Show the text first; one press signs it, if it still is the text that was shown."""
    sent = SignForm(data_of(request))
    if ready(request, sent):
        return do(request, code, lambda: sign(sent), told)
    frame = Frame(code, visitor)
    context: dict[str, Any] = {"preview": reverse(preview, args=[code]), **beside(frame)}
    drafted = context["drafted"]
    if _SIGNED_BY[act] in frame.situation.to_send_back:
        page = reverse("officer:send_back_draft", args=[code])
        context["send_back"] = f"{page}?du-thao={_SIGNED_BY[act].value}"
    seen = {"seen": drafted.drafted_at.isoformat()} if drafted else {}
    is_wrong = sent.is_bound and not keeping.is_shown_again(request)
    context["form"] = sent if is_wrong else SignForm(initial=seen)  # seen is what is shown now
    return act_page(request, visitor, frame, act, template, context)
