"""The only module that chooses an adapter: a function per port."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings

from thongsuot.adapters.letterbox.client import Kept, Letterbox, kept_in
from thongsuot.adapters.payment_platform.client import HttpPaymentPlatform, origin_of
from thongsuot.adapters.payment_platform.fake import StandInPlatform
from thongsuot.adapters.payment_platform.wire import Partner
from thongsuot.adapters.sms import client as sms
from thongsuot.adapters.sms.client import SmsCarrier, sms_gateway
from thongsuot.adapters.smtp.client import SmtpCarrier, mail_server
from thongsuot.adapters.witness.client import HttpWitness
from thongsuot.adapters.zalo import client as zalo
from thongsuot.adapters.zalo.client import URL as ZALO_URL
from thongsuot.adapters.zalo.client import ZaloCarrier
from thongsuot.domains.documents.ports import Signer
from thongsuot.domains.exchange import marks
from thongsuot.domains.exchange.ports import Carrier
from thongsuot.domains.exchange.terms import Channel, Report
from thongsuot.domains.ledger.ports import Witness
from thongsuot.domains.payments import queries as payments
from thongsuot.domains.payments.ports import PaymentPlatform


@cache
def signer() -> Signer:
    """Return what puts officers' signatures on results."""
    return signer_to_measure(settings.SIGNING_FOLDER)


def signer_to_measure(folder: Path) -> Signer:
    """Return one whose keys are made in ``folder``, so that measuring leaves none behind."""
    from thongsuot.adapters.signing.local import LocalSigner  # slow to import: few commands sign

    return LocalSigner(folder)


def carriers() -> dict[Channel, Carrier]:
    """Return the ways by which messages leave the house.

    With sample data a way that is not set up ends in a file of ours, and nothing leaves.
    """
    found: dict[Channel, Carrier] = {}
    if settings.SAMPLE_DATA:
        found |= {channel: Letterbox(settings.LETTERBOX, channel) for channel in Channel}
    return found | _real_carriers(settings.WAYS_OUT)


def is_stand_in(carrier: Carrier) -> bool:
    """Whether letters of this way stay in the house."""
    return isinstance(carrier, Letterbox)


def kept_letters() -> Iterator[Kept]:
    """Yield what would have been sent, where sample data keep messages in the house."""
    return kept_in(settings.LETTERBOX)


def _real_carriers(ways: Mapping[str, Any]) -> dict[Channel, Carrier]:
    found: dict[Channel, Carrier] = {}
    if ways["smtp_url"]:
        server = mail_server(ways["smtp_url"], ways["smtp_ca_file"])
        found[Channel.EMAIL] = SmtpCarrier(server, ways["mail_from"])
    if ways["sms_url"] and ways["sms_keys"]:
        found[Channel.SMS] = SmsCarrier(
            sms_gateway(ways["sms_url"], ways["sms_brand"], ways["sms_keys"]),
            report_to=_sms_report_address,
        )
    if ways["zalo_token"]:
        found[Channel.ZALO] = ZaloCarrier(ways["zalo_token"], ways["zalo_url"] or ZALO_URL)
    return found


def _sms_report_address(letter: UUID) -> str:
    """Return where the gateway reports on a letter; the mark in it is good for this one alone."""
    return f"{settings.PUBLIC_URL}/api/tin-nhan/sms?ma={marks.mark_of(letter)}"


def sms_report(said: Mapping[str, str]) -> Report | None:
    """Return what the SMS gateway reports; None for what is no report, or is forged."""
    report = sms.read_report(said)
    return report if report and marks.is_marked(report.message, said.get("ma", "")) else None


def zalo_report(body: bytes, headers: Mapping[str, str]) -> Report | None:
    """Return what Zalo reports; None for what is no report, or is forged."""
    file = settings.WAYS_OUT["zalo_secret"]
    secret = Path(file).read_text("ascii").strip() if file else ""
    return zalo.read_report(body, headers, secret=secret)


def witnesses() -> list[Witness]:
    """Return the witnesses of the public log that are to be asked."""
    known = settings.WITNESS_POLICY.witnesses.values()
    return [HttpWitness(witness.verifier, witness.url) for witness in known if witness.url]


def payment_platform(on: date) -> PaymentPlatform | None:
    """Return the platform that citizens pay by, as of a local day; None where there is none."""
    if not settings.PAYMENT_PLATFORM_URL:
        return None
    partner = Partner(settings.PAYMENT_PARTNER, settings.PAYMENT_SECRET)
    codes = payments.policy_in_force(on).codes
    return HttpPaymentPlatform(
        settings.PAYMENT_PLATFORM_URL, partner, pages=payment_pages(), codes=codes
    )


def payment_pages() -> list[str]:
    """Return the origins at which citizens pay; none where nothing is paid online."""
    found = (origin_of(page) for page in settings.PAYMENT_PAGES or [settings.PAYMENT_PLATFORM_URL])
    return [origin for origin in found if origin]


def stand_in_platform(*, site: str, clock: Callable[[], datetime]) -> StandInPlatform:
    """Return what plays the platform's side for the sample, on loopback."""
    partner = Partner(settings.PAYMENT_PARTNER, settings.PAYMENT_SECRET)
    door, back = f"{site}/api/thanh-toan/xac-nhan", f"{site}/thanh-toan/ve"
    return StandInPlatform(partner, door=door, back=back, clock=clock)
