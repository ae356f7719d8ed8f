"""What the room of payments refuses."""

from thongsuot.kernel.errors import Refused


class PaymentsError(Refused):
    """Payments refuse.

    PaymentsError
    ├── TariffFileWrong       the file is no tariff file
    ├── TariffsNotYours       tariffs are taken over by administrators
    ├── TariffsMovedOn        a file comes to something else than when it was rehearsed
    ├── GroupUnknown          no group of applicants is known by this code on the day
    ├── NothingDue            no tariff asks for it: not in the tariff, exempt, or paid
    ├── OtherAmount           the sum is not what the tariff says for this dossier
    ├── ReceiptMissing        money without the number of its proof
    ├── FeeUnpaid             the act waits for the fee
    ├── PaymentUnknown        no payment has this reference, or not for this visitor
    ├── ReceiptUnknown        no receipt has this number or code
    ├── NotRefundable         nothing was paid that could be given back, or it was already
    ├── RefundWaits           its refund is proposed already and waits for somebody else
    ├── RefundNotProposed     nobody proposed to give it back
    ├── RefundNeedsAnother    who proposed it or took the money does not approve it
    ├── PaymentsNotYours      the cash of another agency
    ├── StatementUnreadable   the file is no bank statement that can be read
    ├── LineSettled           a line of a statement was taken or explained already
    ├── LineTooSmall          the bank's line is not enough for all that is noted under its number
    ├── NumberNoted           the bank's number stands for another dossier
    ├── LineNotOfDossier      nothing of the dossier could be paid by this line
    ├── ClaimUnknown          nobody waits for the answer to such a claim
    ├── ClaimWaits            the applicant's word that it was paid waits already
    ├── DifferenceUnknown     the day's reconciliation names no such difference
    ├── PaymentPolicyWrong    a payment policy cannot be taken over
    ├── PaymentPolicyTaken    another payment policy was published under this version
    └── OnlinePaymentOff      the installation knows no platform, or the agency no account
    """

    code = "payments-refused"


class TariffFileWrong(PaymentsError):
    """The file is no tariff file.  Facts: field."""

    code = "tariff-file-wrong"


class TariffsNotYours(PaymentsError):
    """Tariffs are taken over by administrators alone."""

    code = "tariffs-not-yours"


class TariffsMovedOn(PaymentsError):
    """A tariff file comes to something else by now than when it was rehearsed."""

    code = "tariffs-moved-on"


class GroupUnknown(PaymentsError):
    """No group of applicants has this code on the day whose tariff counts."""

    code = "applicant-group-unknown"


class NothingDue(PaymentsError):
    """There is nothing to pay: no tariff names it, the applicant is exempt, or it is paid."""

    code = "nothing-due"


class OtherAmount(PaymentsError):
    """The sum is not what is due.  Facts: due_vnd."""

    code = "other-amount"


class ReceiptMissing(PaymentsError):
    """Money is taken only with the number of its proof."""

    code = "receipt-missing"


class FeeUnpaid(PaymentsError):
    """The act waits until the fee is paid.  Facts: due_vnd."""

    code = "fee-unpaid"


class PaymentUnknown(PaymentsError):
    """No such payment for this visitor."""

    code = "payment-unknown"


class ReceiptUnknown(PaymentsError):
    """No such receipt."""

    code = "receipt-unknown"


class NotRefundable(PaymentsError):
    """There is nothing to give back."""

    code = "not-refundable"


class RefundWaits(PaymentsError):
    """It is proposed already; another has to decide."""

    code = "refund-waits"


class RefundNotProposed(PaymentsError):
    """No proposal waits for a decision."""

    code = "refund-not-proposed"


class RefundNeedsAnother(PaymentsError):
    """Two people give money back: not who proposed it, nor who took it, approves."""

    code = "refund-needs-another"


class PaymentsNotYours(PaymentsError):
    """The money of another agency."""

    code = "payments-not-yours"


class PaymentPolicyWrong(PaymentsError):
    """The document is no payment policy.  Facts: field."""

    code = "payment-policy-wrong"


class PaymentPolicyTaken(PaymentsError):
    """Another document has this version.  Facts: version."""

    code = "payment-policy-version-taken"


class OnlinePaymentOff(PaymentsError):
    """Nothing can be paid online here."""

    code = "online-payment-off"


class StatementUnreadable(PaymentsError):
    """The file is no bank statement that can be read.  Facts: field."""

    code = "statement-unreadable"


class LineSettled(PaymentsError):
    """The line was taken or explained already, or is another desk's."""

    code = "bank-line-settled"


class LineTooSmall(PaymentsError):
    """The bank's line is less than what is noted by its number.  Facts: told_vnd, noted_vnd."""

    code = "bank-line-too-small"


class NumberNoted(PaymentsError):
    """The bank's number was noted for other dossiers.  Facts: noted_vnd."""

    code = "bank-number-noted"


class LineNotOfDossier(PaymentsError):
    """The dossier owes nothing by tariff or notice: the money is not for it."""

    code = "bank-line-not-of-dossier"


class ClaimUnknown(PaymentsError):
    """No word of the applicant that it was paid waits for an answer."""

    code = "claim-unknown"


class ClaimWaits(PaymentsError):
    """The applicant said so before, and the desk has not answered yet."""

    code = "claim-waits"


class DifferenceUnknown(PaymentsError):
    """The last reconciliation of the day names no such difference of this desk."""

    code = "difference-unknown"
