"""PAdES signatures with keys kept in files: baseline B-B, ECDSA P-256 with SHA-256.

Without a time-stamping service the signing time is our own word; with one, results are to be
signed as B-LTA, or they cannot be proven after the certificate ends (docs/law/documents.md).
"""

import asyncio
import io
import threading
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from pyhanko.keys import load_certs_from_pemder_data, load_private_key_from_pemder_data
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.sign import fields, signers
from pyhanko.sign.general import SigningError
from pyhanko_certvalidator.registry import SimpleCertificateStore

from thongsuot.adapters.signing.authority import Credential, LocalAuthority
from thongsuot.domains.documents.ports import SigningFailed

RESERVED_BYTES: Final = 8192
"""Room for the signature in hexadecimal digits: two certificates of P-256 need about 2,600."""
KEPT_READY: Final = 256


class LocalSigner:
    """Signs as any officer, with keys of its own making. For trying out, never for real results."""

    def __init__(self, folder: Path) -> None:
        self._authority = LocalAuthority(folder)
        self._ready = lru_cache(KEPT_READY)(self._make_ready)
        self._turn = threading.Lock()  # asn1crypto unfolds its certificates while they are used

    def sign(self, pdf: bytes, *, officer_id: int, reason: str, at: datetime) -> bytes:
        """Return ``pdf`` with the officer's signature appended.  Raises: SigningFailed."""
        try:
            with self._turn:
                ready = self._ready(officer_id, at.astimezone(UTC).year)
                return _signed(pdf, ready, reason=reason, at=at)
        except (OSError, ValueError, PdfError, SigningError) as error:
            raise SigningFailed("the local signing authority could not sign") from error

    def authority_certificate(self) -> bytes:
        """Return the authority's certificate as PEM: what a verifier has to trust."""
        return self._authority.root().to_pem_certificate()

    def _make_ready(self, officer_id: int, year: int) -> signers.SimpleSigner:
        officer, root = self._authority.officer(officer_id, year), self._authority.root()
        store = SimpleCertificateStore()  # type: ignore[no-untyped-call]  # pyHanko's
        store.register(_certificate(root))
        return signers.SimpleSigner(
            signing_cert=_certificate(officer),
            signing_key=load_private_key_from_pemder_data(officer.to_pem(), passphrase=None),
            cert_registry=store,
        )


def _certificate(credential: Credential) -> Any:
    """Return the certificate as pyHanko has it."""
    (loaded,) = load_certs_from_pemder_data(credential.to_pem_certificate())
    return loaded


class _SignerAt(signers.PdfSigner):
    """pyHanko's signer with the instant given by the caller instead of the machine's clock."""

    def __init__(self, at: datetime, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._at = at

    def init_signing_session(self, *args: Any, **options: Any) -> Any:
        session = super().init_signing_session(*args, **options)
        session.system_time = self._at
        return session


def _signed(pdf: bytes, ready: signers.SimpleSigner, *, reason: str, at: datetime) -> bytes:
    """Append an invisible PAdES signature; what was there before stays byte by byte."""
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    name = f"Signature{len(writer.prev.embedded_signatures) + 1}"
    wanted = signers.PdfSignatureMetadata(
        field_name=name,
        md_algorithm="sha256",
        reason=reason,
        subfilter=fields.SigSeedSubFilter.PADES,
    )
    signer = _SignerAt(
        at, wanted, ready, new_field_spec=fields.SigFieldSpec(name, empty_field_appearance=False)
    )
    signing = signer.async_sign_pdf(writer, bytes_reserved=RESERVED_BYTES)
    out = asyncio.run(signing)
    return bytes(out.getvalue())
