"""The acts of a dossier's life, one function each."""

from thongsuot.domains.dossiers.services.answer_reminding import escalate_answer, remind_desks
from thongsuot.domains.dossiers.services.answering import settle_answers
from thongsuot.domains.dossiers.services.answering_policies import publish_answering_policy
from thongsuot.domains.dossiers.services.asked_reminding import remind_asked
from thongsuot.domains.dossiers.services.bounds import forget_network_hours, take_room
from thongsuot.domains.dossiers.services.claims import answer_claim, claim_transfer
from thongsuot.domains.dossiers.services.decision import (
    draft_decision,
    issue_decision,
    return_result,
    sign_decision,
)
from thongsuot.domains.dossiers.services.digesting import (
    draft_extensions,
    send_digests,
)
from thongsuot.domains.dossiers.services.disputes import decide_dispute, pass_dispute_on
from thongsuot.domains.dossiers.services.drafting_requests import (
    draft_supplement,
    preview_supplement,
    sign_supplement,
)
from thongsuot.domains.dossiers.services.ending import enter_withdrawal, stop, withdraw
from thongsuot.domains.dossiers.services.evidence import take_evidence
from thongsuot.domains.dossiers.services.extending import (
    draft_extension_for,
    preview_apology,
    propose_extension,
    sign_extension,
)
from thongsuot.domains.dossiers.services.forgetting import forget_drafts
from thongsuot.domains.dossiers.services.forwarding import forward_submission
from thongsuot.domains.dossiers.services.guiding import guide_submission
from thongsuot.domains.dossiers.services.handover import (
    accept_handover,
    offer_handover,
    recall_handover,
    return_handover,
)
from thongsuot.domains.dossiers.services.intake import receive, refuse
from thongsuot.domains.dossiers.services.lateness_policies import publish_lateness_policy
from thongsuot.domains.dossiers.services.leaving import (
    disable_officer,
    end_appointment,
    settle_orphans,
)
from thongsuot.domains.dossiers.services.lookup import forget_lookup_failures, open_with_secret
from thongsuot.domains.dossiers.services.moving import move_dossiers, reassign
from thongsuot.domains.dossiers.services.objecting import (
    enter_objection,
    object_to_request,
    reject_objection,
    uphold_objection,
)
from thongsuot.domains.dossiers.services.objection_heads import tell_new_answerers
from thongsuot.domains.dossiers.services.obligation import confirm_payment, request_payment
from thongsuot.domains.dossiers.services.opinions import (
    ask_opinion,
    end_opinion_in_silence,
    give_opinion,
    recall_opinion,
)
from thongsuot.domains.dossiers.services.papers import (
    prepare_papers,
    preview_result,
    print_paper,
)
from thongsuot.domains.dossiers.services.payments import (
    accept_payment,
    begin_payment,
    collect_fee,
    correct_fee,
    replace_receipt,
)
from thongsuot.domains.dossiers.services.process_moves import move_to_process
from thongsuot.domains.dossiers.services.process_time import take_time_for_outcomes
from thongsuot.domains.dossiers.services.reading import (
    disclose_applicant,
    open_paper,
    payer_named,
)
from thongsuot.domains.dossiers.services.recounting import recount_due_dates
from thongsuot.domains.dossiers.services.refunds import (
    decline_refund,
    propose_refund,
    refund_payment,
)
from thongsuot.domains.dossiers.services.reminding import escalate, remind
from thongsuot.domains.dossiers.services.reorganising import reorganise
from thongsuot.domains.dossiers.services.settling import ask_platform, ask_waiting, reconcile_day
from thongsuot.domains.dossiers.services.signing_many import sign_decisions
from thongsuot.domains.dossiers.services.silence import (
    accept_by_silence,
    pass_disputes_on,
    take_silence_for_answers,
)
from thongsuot.domains.dossiers.services.submission import (
    attach_paper,
    begin_again,
    begin_draft,
    choose_agency,
    register,
    save_answers,
    submit,
    withdraw_paper,
)
from thongsuot.domains.dossiers.services.supplement import (
    attach_supplement,
    end_window,
    end_windows,
    request_supplement,
    supply,
    withdraw_supplement,
)
from thongsuot.domains.dossiers.services.supplement_policies import publish_supplement_policy
from thongsuot.domains.dossiers.services.transfers import (
    begin_statement,
    go_on_with_lines,
    import_statement,
    leave_to_the_worker,
    take_lines,
    take_transfer,
)
from thongsuot.domains.dossiers.services.turning_drafts import (
    send_back_draft,
    take_back_draft,
)

__all__ = [
    "accept_by_silence",
    "accept_handover",
    "accept_payment",
    "answer_claim",
    "ask_opinion",
    "ask_platform",
    "ask_waiting",
    "attach_paper",
    "attach_supplement",
    "begin_again",
    "begin_draft",
    "begin_payment",
    "begin_statement",
    "choose_agency",
    "claim_transfer",
    "collect_fee",
    "confirm_payment",
    "correct_fee",
    "decide_dispute",
    "decline_refund",
    "disable_officer",
    "disclose_applicant",
    "draft_decision",
    "draft_extension_for",
    "draft_extensions",
    "draft_supplement",
    "end_appointment",
    "end_opinion_in_silence",
    "end_window",
    "end_windows",
    "enter_objection",
    "enter_withdrawal",
    "escalate",
    "escalate_answer",
    "forget_drafts",
    "forget_lookup_failures",
    "forget_network_hours",
    "forward_submission",
    "give_opinion",
    "go_on_with_lines",
    "guide_submission",
    "import_statement",
    "issue_decision",
    "leave_to_the_worker",
    "move_dossiers",
    "move_to_process",
    "object_to_request",
    "offer_handover",
    "open_paper",
    "open_with_secret",
    "pass_dispute_on",
    "pass_disputes_on",
    "payer_named",
    "prepare_papers",
    "preview_apology",
    "preview_result",
    "preview_supplement",
    "print_paper",
    "propose_extension",
    "propose_refund",
    "publish_answering_policy",
    "publish_lateness_policy",
    "publish_supplement_policy",
    "reassign",
    "recall_handover",
    "recall_opinion",
    "receive",
    "reconcile_day",
    "recount_due_dates",
    "refund_payment",
    "refuse",
    "register",
    "reject_objection",
    "remind",
    "remind_asked",
    "remind_desks",
    "reorganise",
    "replace_receipt",
    "request_payment",
    "request_supplement",
    "return_handover",
    "return_result",
    "save_answers",
    "send_back_draft",
    "send_digests",
    "settle_answers",
    "settle_orphans",
    "sign_decision",
    "sign_decisions",
    "sign_extension",
    "sign_supplement",
    "stop",
    "submit",
    "supply",
    "take_back_draft",
    "take_evidence",
    "take_lines",
    "take_room",
    "take_silence_for_answers",
    "take_time_for_outcomes",
    "take_transfer",
    "tell_new_answerers",
    "uphold_objection",
    "withdraw",
    "withdraw_paper",
    "withdraw_supplement",
]
