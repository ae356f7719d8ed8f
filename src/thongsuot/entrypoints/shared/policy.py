"""The content policy: what a browser may do with what we answer."""

from typing import Final

from django.http import HttpResponse

PAGE_POLICY: Final = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "frame-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
"""No inline script or style, nothing from elsewhere; frames only for our own documents."""
DOCUMENT_POLICY: Final = "frame-ancestors 'self'"
"""For PDF: browsers draw it with a viewer of their own, which a stricter policy would break."""
DATA_POLICY: Final = "default-src 'none'; frame-ancestors 'none'"


def protect(response: HttpResponse) -> None:
    """Set the policy that fits what is answered; a view may have set its own."""
    media_type = response.headers.get("Content-Type", "").partition(";")[0]
    policies = {"text/html": PAGE_POLICY, "application/pdf": DOCUMENT_POLICY}
    policy = policies.get(media_type, DATA_POLICY)
    response.headers.setdefault("Content-Security-Policy", policy)
    if media_type == "text/html":
        # Pages hold personal data or the state of a dossier: no cache keeps them.
        response.headers.setdefault("Cache-Control", "no-store")
