"""Questions about dossiers; each takes the visitor and gives only what that visitor may see."""

from thongsuot.domains.dossiers.queries.answers import (
    DeclaredTopic,
    declared_in,
    delivery_wished,
)
from thongsuot.domains.dossiers.queries.calendars import calendar_of
from thongsuot.domains.dossiers.queries.desk_papers import taken_in_at_the_desk
from thongsuot.domains.dossiers.queries.drafts import draft_of, draft_papers, unsent_drafts
from thongsuot.domains.dossiers.queries.extending import new_dates, speaks_as_head, timing_now
from thongsuot.domains.dossiers.queries.faults import holder_faults
from thongsuot.domains.dossiers.queries.inbox import (
    Block,
    InboxRow,
    block_counts,
    count_in,
    inbox,
    inbox_page,
)
from thongsuot.domains.dossiers.queries.money import Quote, payer_of, quote_for
from thongsuot.domains.dossiers.queries.number_doubts import NumberDoubts, number_doubts
from thongsuot.domains.dossiers.queries.reaching import recipient
from thongsuot.domains.dossiers.queries.reminders import (
    DueLine,
    DueLists,
    due_lists,
    reminder_count,
    reminders_of,
    waiting_for_everybody,
)
from thongsuot.domains.dossiers.queries.search import Hit, find_by_applicants, find_by_code
from thongsuot.domains.dossiers.queries.signing import (
    Wanted,
    opinions_wanted,
    signer_refused,
    signing_refused,
)
from thongsuot.domains.dossiers.queries.staff import (
    Colleague,
    Holding,
    Share,
    holdings_of,
    shares_of,
    staff_of,
)
from thongsuot.domains.dossiers.queries.timeline import Moment, timeline_of
from thongsuot.domains.dossiers.queries.to_sign import ToSign, decisions_to_sign
from thongsuot.domains.dossiers.queries.views import (
    DossierState,
    DossierView,
    get_dossier,
    pin_of,
    state_of,
    view_for,
)
from thongsuot.domains.dossiers.queries.way import StepNames, papers_led_on, step_names
from thongsuot.domains.dossiers.queries.why_due import WhyDue, why_due

__all__ = [
    "Block",
    "Colleague",
    "DeclaredTopic",
    "DossierState",
    "DossierView",
    "DueLine",
    "DueLists",
    "Hit",
    "Holding",
    "InboxRow",
    "Moment",
    "NumberDoubts",
    "Quote",
    "Share",
    "StepNames",
    "ToSign",
    "Wanted",
    "WhyDue",
    "block_counts",
    "calendar_of",
    "count_in",
    "decisions_to_sign",
    "declared_in",
    "delivery_wished",
    "draft_of",
    "draft_papers",
    "due_lists",
    "find_by_applicants",
    "find_by_code",
    "get_dossier",
    "holder_faults",
    "holdings_of",
    "inbox",
    "inbox_page",
    "new_dates",
    "number_doubts",
    "opinions_wanted",
    "papers_led_on",
    "payer_of",
    "pin_of",
    "quote_for",
    "recipient",
    "reminder_count",
    "reminders_of",
    "shares_of",
    "signer_refused",
    "signing_refused",
    "speaks_as_head",
    "staff_of",
    "state_of",
    "step_names",
    "taken_in_at_the_desk",
    "timeline_of",
    "timing_now",
    "unsent_drafts",
    "view_for",
    "waiting_for_everybody",
    "why_due",
]
