"""What to do next after a refusal: a command, a page of the documentation, or whom to ask.

Each refusal has its own step, or that of the wider one it is a case of, or that of its room.
"""

from collections.abc import Mapping
from typing import Final

from thongsuot.kernel.errors import Refused

WITH_THE_ROLE: Final = "name an account with the role, see docs/howto/organisation-file.md"
ON_THE_PAGES: Final = "thongsuot dossier explain CODE tells how it stands; the pages do acts"
FREE_VERSION: Final = "give the document another version and publish it again"
LATER_DAY: Final = "name a later day and publish it again"

ROOMS: Final[Mapping[str, str]] = {
    "dossier-refused": ON_THE_PAGES,
    "custody-refused": ON_THE_PAGES,
    "ledger-refused": "see docs/howto/check-the-record.md",
    "organisation-refused": "see docs/howto/organisation-file.md",
    "people-refused": "correct what was given, see docs/law/personal-data.md",
    "deadlines-refused": "thongsuot calendar list, see docs/howto/publish-a-calendar.md",
    "catalogue-refused": "see docs/howto/import-procedures.md",
    "documents-refused": "see docs/howto/replace-a-form.md",
    "payments-refused": "see docs/howto/fees.md",
    "exchange-refused": "see docs/howto/messages.md",
    "accountability-refused": "see docs/howto/accountability.md",
    "refused": "see docs/howto/operate.md",
}
"""What helps in a room where a refusal has no step of its own."""

STEPS: Final[Mapping[str, str]] = {
    "dossier-unknown": "check the code: it stands on the applicant's slip and in the register",
    "lateness-policy-wrong": "correct the file, see docs/howto/lateness-policy.md",
    "lateness-policy-version-taken": f"{FREE_VERSION}; thongsuot lateness policy shows what holds",
    "lateness-policy-not-yours": WITH_THE_ROLE,
    "answering-policy-wrong": "correct the file, see docs/howto/answering-policy.md",
    "answering-policy-version-taken": f"{FREE_VERSION}; thongsuot answering policy shows it",
    "supplement-policy-wrong": "correct the file, see docs/howto/supplement-policy.md",
    "supplement-policy-version-taken": f"{FREE_VERSION}; thongsuot supplement policy shows it",
    "back-dated": "thongsuot doctor says whether the clock of this server is right; then again",
    "entry-unknown": "thongsuot dossier show CODE, and count the entries from 1",
    "checkpoint-unknown": "thongsuot ledger checkpoint prints the newest; name the older first",
    "export-unreadable": "name an empty folder to write to, or one of thongsuot ledger export",
    "key-reused": "thongsuot doctor; then the same command again",
    "agency-unknown": "check the code in the file, see docs/howto/organisation-file.md",
    "area-unknown": "thongsuot org find CODE --on YYYY-MM-DD, for another day; thongsuot org areas",
    "officer-unknown": "check the account's name, see docs/howto/organisation-file.md",
    "password-too-weak": "choose a longer one: thongsuot org password USERNAME",
    "not-on-this-post": "thongsuot org enable USERNAME, or name an account that is on the post",
    "role-missing": WITH_THE_ROLE,
    "organisation-not-yours": WITH_THE_ROLE,
    "not-delegated": "thongsuot org delegate --from USERNAME --to USERNAME, with the act",
    "no-desk": "add the one-stop desk to the organisation file: thongsuot org import FILE",
    "succession-unknown": "thongsuot org find CODE lists the places it went into",
    "succession-settled": "thongsuot org find CODE shows how it was settled",
    "source-missing": "name the document: thongsuot org settle OLD NEW --source DOCUMENT",
    "appointment-unknown": "check account and post, see docs/howto/organisation-file.md",
    "delegation-unknown": "check the number: its giver reads it on the page of delegations",
    "delegation-over": "write a new one: thongsuot org delegate --help",
    "delegation-too-wide": "delegate less, or another's acts: thongsuot org delegate --help",
    "absence-unknown": "thongsuot org absent --help",
    "absence-over": "thongsuot org absent --help, for a new one",
    "days-wrong": "name a last day that is not past and not before the first",
    "area-lists-differ": "upgrade the lists with the software, see docs/law/areas.md",
    "plan-wrong": "correct it by docs/howto/organisation-file.md or docs/howto/reorganise.md",
    "reorganisation-early": "thongsuot org reorganise PLAN --dry-run until then",
    "reorganisation-late": "see docs/howto/reorganise.md",
    "reorganisation-known": "give the plan another code: thongsuot org reorganise PLAN --dry-run",
    "keys-not-ours": "check THONGSUOT_HOME, or bring back keys/ from the backup of this database",
    "calendar-gap": "thongsuot calendar publish FILE, see docs/howto/publish-a-calendar.md",
    "limit-wrong": "name a limit of 1 or more: thongsuot calendar due --help",
    "unit-unknown": "name a unit that is counted: thongsuot calendar due --help",
    "calendar-wrong": "correct the file, see docs/howto/publish-a-calendar.md",
    "calendar-version-taken": f"{FREE_VERSION}; thongsuot calendar list names those taken",
    "calendar-back-dated": "see docs/howto/publish-a-calendar.md",
    "calendar-unknown": "thongsuot calendar list",
    "calendar-not-yours": WITH_THE_ROLE,
    "handover-policy-wrong": "correct the file, see docs/howto/hand-over-policy.md",
    "handover-policy-version-taken": f"{FREE_VERSION}; thongsuot custody policy shows what holds",
    "handover-policy-not-yours": WITH_THE_ROLE,
    "still-holding": "name who takes it over: thongsuot org reassign --from USERNAME --to USERNAME",
    "nothing-to-move": "name what is held, or nothing to move all: thongsuot org reassign --help",
    "not-yours-to-move": WITH_THE_ROLE,
    "move-reason-missing": "say why in words, with --why",
    "holder-already": "name another post to take it over",
    "nobody-on-post": "appoint somebody: thongsuot org import FILE",
    "procedure-unknown": "thongsuot procedure search WORDS finds its code",
    "procedure-not-in-force": "thongsuot procedure diff CODE lists its versions and their days",
    "channel-not-offered": "thongsuot procedure unsettled names the channels that wait",
    "limit-not-settled": "thongsuot procedure unsettled, then thongsuot procedure settle FILE",
    "version-holds": "thongsuot procedure end CODE, or import other content from a later day",
    "limit-already-known": "publish the procedure anew: thongsuot procedure import FILE",
    "settlement-incomplete": "complete the lines, see docs/howto/import-procedures.md",
    "catalogue-not-yours-to-change": WITH_THE_ROLE,
    "file-not-readable": "for formats see docs/howto/import-procedures.md, docs/howto/processes.md",
    "process-unknown": "thongsuot process list",
    "process-wrong": "thongsuot process check CODE, see docs/howto/processes.md",
    "process-back-dated": f"{LATER_DAY}: thongsuot process publish CODE --from YYYY-MM-DD",
    "process-not-draft": "thongsuot process import FILE makes a draft",
    "process-draft-changed": "thongsuot process show CODE, then again",
    "form-unknown": "thongsuot form list",
    "template-not-published": "thongsuot form show KEY says which templates there are",
    "template-broken": "thongsuot form check FILE --form KEY",
    "template-back-dated": f"{LATER_DAY}: thongsuot form publish FILE --form KEY --from YYYY-MM-DD",
    "template-not-yours": WITH_THE_ROLE,
    "tariff-file-wrong": "correct the file, see docs/howto/fees.md",
    "tariffs-not-yours": WITH_THE_ROLE,
    "payment-policy-wrong": "correct the file, see docs/howto/fees.md",
    "payment-policy-version-taken": f"{FREE_VERSION}; thongsuot payment policy shows what holds",
    "payments-not-yours": "name an account of that desk with --by",
    "online-payment-off": "thongsuot payment policy shows what is switched off",
    "statement-unreadable": "save it as CSV or XLSX with its headings, see docs/howto/fees.md",
    "template-unknown": "thongsuot message texts names the occasions",
    "wording-wrong": "correct the file, see docs/howto/messages.md",
    "wording-back-dated": f"{LATER_DAY}: thongsuot message publish FILE",
    "wording-version-taken": f"{FREE_VERSION}; thongsuot message texts shows what holds",
    "message-unknown": "thongsuot message list",
    "message-not-dead": "thongsuot message list names those that could not be delivered",
    "messages-not-yours": WITH_THE_ROLE,
    "message-reason-short": "say why in words, with --why",
    "event-log-unreadable": "see docs/howto/analyse-event-logs.md",
    "holder-attribute-missing": "name one with --holder, see docs/howto/analyse-event-logs.md",
    "period-wrong": "name a first day and a later last one, with --from and --to",
    "figures-not-yours": WITH_THE_ROLE,
}


def next_of(refused: Refused) -> str:
    """Return what to do next, in a line."""
    kinds = [kind.code for kind in type(refused).__mro__ if issubclass(kind, Refused)]
    return next(step[code] for code in kinds for step in (STEPS, ROOMS) if code in step)
