"""Signatures of the local signer, checked by pyHanko's verifier against the local authority."""

import io
import stat
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from pyhanko.keys import load_certs_from_pemder_data
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext
from tests.builders_documents import AT, pdf_of, result

from thongsuot.adapters.signing.local import LocalSigner
from thongsuot.bootstrap import signer
from thongsuot.domains.documents import printing
from thongsuot.domains.documents.ports import SigningFailed

PDF = printing.render(result(), at=AT, sample=False)


@pytest.fixture
def local(tmp_path) -> LocalSigner:
    return LocalSigner(tmp_path / "signing")


def verdicts(signed: bytes, local: LocalSigner, at=AT):
    """Return pyHanko's verdict on each signature, trusting the local authority."""
    reader = PdfFileReader(io.BytesIO(signed))
    roots = list(load_certs_from_pemder_data(local.authority_certificate()))
    return [
        validate_pdf_signature(found, ValidationContext(trust_roots=roots, moment=at))
        for found in reader.embedded_signatures
    ]


def test_a_signature_is_valid_and_trusted_under_the_authority(local):
    (verdict,) = verdicts(local.sign(PDF, officer_id=7, reason="dossier:1", at=AT), local)
    assert verdict.bottom_line
    assert verdict.signing_cert.subject.native["serial_number"] == "officer-7"
    assert verdict.signer_reported_dt == AT


def test_the_signature_says_pades_and_what_it_is_for(local):
    signed = local.sign(PDF, officer_id=7, reason="dossier:1", at=AT)
    (found,) = PdfFileReader(io.BytesIO(signed)).embedded_signatures
    assert found.sig_object["/SubFilter"] == "/ETSI.CAdES.detached"
    assert found.sig_object["/Reason"] == "dossier:1"


def test_what_was_signed_stays_byte_by_byte_and_so_does_pdf_a(local):
    signed = local.sign(PDF, officer_id=7, reason="dossier:1", at=AT)
    assert signed.startswith(PDF)


def test_one_flipped_byte_breaks_the_signature(local):
    signed = bytearray(local.sign(PDF, officer_id=7, reason="dossier:1", at=AT))
    signed[len(PDF) // 2] ^= 1
    (verdict,) = verdicts(bytes(signed), local)
    assert not verdict.intact


def test_another_authority_is_not_trusted(local, tmp_path):
    signed = local.sign(PDF, officer_id=7, reason="dossier:1", at=AT)
    (verdict,) = verdicts(signed, LocalSigner(tmp_path / "another"))
    assert verdict.intact
    assert not verdict.trusted


def test_two_officers_sign_one_after_the_other(local):
    once = local.sign(PDF, officer_id=7, reason="dossier:1", at=AT)
    twice = local.sign(once, officer_id=8, reason="dossier:1", at=AT)
    assert [verdict.bottom_line for verdict in verdicts(twice, local)] == [True, True]


@pytest.mark.parametrize(
    "at",
    [
        pytest.param(datetime(2022, 3, 1, tzinfo=UTC), id="four years ago"),
        pytest.param(datetime(2025, 12, 31, 17, 30, tzinfo=UTC), id="after midnight at New Year"),
        pytest.param(datetime(2031, 6, 1, tzinfo=UTC), id="in five years"),
    ],
)
def test_the_certificate_is_valid_when_it_signs(local, at):
    (verdict,) = verdicts(local.sign(PDF, officer_id=7, reason="x", at=at), local, at)
    assert verdict.bottom_line


def test_a_second_start_signs_with_the_same_authority(local, tmp_path):
    first = local.authority_certificate()
    assert LocalSigner(tmp_path / "signing").authority_certificate() == first


def test_processes_that_start_at_once_agree_on_one_authority(tmp_path):
    signers = [LocalSigner(tmp_path / "signing") for _ in range(8)]
    with ThreadPoolExecutor(8) as threads:
        made = list(threads.map(lambda s: s.sign(PDF, officer_id=7, reason="x", at=AT), signers))
    for signed in made:
        (verdict,) = verdicts(signed, signers[0])
        assert verdict.bottom_line


def test_only_the_service_may_read_the_keys(local, tmp_path):
    local.sign(PDF, officer_id=7, reason="x", at=AT)
    files = list((tmp_path / "signing").iterdir())
    assert {stat.S_IMODE(path.stat().st_mode) for path in files} == {0o600}
    assert stat.S_IMODE((tmp_path / "signing").stat().st_mode) == 0o700
    assert sorted(path.name for path in files) == ["authority.pem", "officer-7.2026.pem"]


def test_a_key_file_that_was_tampered_with_is_a_failure_of_signing(local, tmp_path):
    local.sign(PDF, officer_id=7, reason="x", at=AT)
    (tmp_path / "signing" / "officer-7.2026.pem").write_text("not a key")
    with pytest.raises(SigningFailed):
        LocalSigner(tmp_path / "signing").sign(PDF, officer_id=7, reason="x", at=AT)


def test_what_is_no_pdf_is_not_signed(local):
    with pytest.raises(SigningFailed):
        local.sign(b"not a pdf", officer_id=7, reason="x", at=AT)


def test_a_plain_pdf_can_be_signed_too(local):
    (verdict,) = verdicts(local.sign(pdf_of(2), officer_id=7, reason="x", at=AT), local)
    assert verdict.bottom_line


def test_the_bootstrap_gives_one_signer_a_process(settings, tmp_path):
    settings.SIGNING_FOLDER = tmp_path
    signer.cache_clear()
    try:
        assert signer() is signer()
        assert signer().sign(PDF, officer_id=1, reason="x", at=AT).startswith(PDF)
    finally:
        signer.cache_clear()
