"""A certificate authority in a folder: made on first use, issuing one certificate an officer.

A key and its certificate lie in one file, so that they come into being together. Two processes
that need the same file at the same time end up with one of them: the first to link it in place.
"""

import os
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

AUTHORITY_YEARS: Final = (2020, 2060)
OFFICER_YEARS: Final = 3
CERTIFICATE_MARK: Final = b"-----BEGIN CERTIFICATE-----"


@dataclass(frozen=True, slots=True)
class Credential:
    """A private key and the certificate that goes with it."""

    key: ec.EllipticCurvePrivateKey
    certificate: x509.Certificate

    def to_pem(self) -> bytes:
        """Return both as they lie in the file."""
        key = self.key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),  # the file's rights protect it, as with any local CA
        )
        return key + self.to_pem_certificate()

    def to_pem_certificate(self) -> bytes:
        """Return the certificate alone, as others may have it."""
        return self.certificate.public_bytes(serialization.Encoding.PEM)

    @classmethod
    def from_pem(cls, pem: bytes) -> "Credential":
        """Return what ``to_pem`` wrote.  Raises: ValueError if it is something else."""
        key = serialization.load_pem_private_key(pem, password=None)
        if not isinstance(key, ec.EllipticCurvePrivateKey):
            raise ValueError("not an elliptic-curve key")
        certificate = x509.load_pem_x509_certificate(pem[pem.index(CERTIFICATE_MARK) :])
        return cls(key, certificate)


class LocalAuthority:
    """Issues certificates from a folder that only this service may read."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def root(self) -> Credential:
        """Return the authority's own key and certificate."""
        return self._read_or_make("authority", _make_root)

    def officer(self, officer_id: int, year: int) -> Credential:
        """Return the credential with which an officer signs in ``year``."""
        name = f"officer-{officer_id}.{year}"
        return self._read_or_make(name, lambda: _make_officer(self.root(), officer_id, year))

    def _read_or_make(self, name: str, make: Callable[[], Credential]) -> Credential:
        path = self._folder / f"{name}.pem"
        if not path.exists():
            self._folder.mkdir(0o700, parents=True, exist_ok=True)
            _write_once(path, make().to_pem())
        return Credential.from_pem(path.read_bytes())


def _write_once(path: Path, content: bytes) -> None:
    """Write a file whole, unless another process was first."""
    unfinished = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
    descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(unfinished, path)
    except FileExistsError:
        return
    finally:
        unfinished.unlink()


def _make_root() -> Credential:
    key = ec.generate_private_key(ec.SECP256R1())
    name = _name("Thong Suot Local Signing Authority", "authority")
    first, last = AUTHORITY_YEARS
    certificate = (
        _builder(name, name, key.public_key(), first, last)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(key_cert_sign=True, crl_sign=True), critical=True)
        .sign(key, hashes.SHA256())
    )
    return Credential(key, certificate)


def _make_officer(root: Credential, officer_id: int, year: int) -> Credential:
    key = ec.generate_private_key(ec.SECP256R1())
    subject = _name(f"Officer {officer_id}", f"officer-{officer_id}")
    issuer = root.certificate.subject
    certificate = (
        _builder(subject, issuer, key.public_key(), year, year + OFFICER_YEARS)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(content_commitment=True, digital_signature=True), critical=True)
        .add_extension(
            x509.ExtendedKeyUsage([ExtendedKeyUsageOID.EMAIL_PROTECTION]), critical=False
        )
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(root.key.public_key()),
            critical=False,
        )
        .sign(root.key, hashes.SHA256())
    )
    return Credential(key, certificate)


def _name(common: str, serial: str) -> x509.Name:
    """Return a name of codes only: personal data has no place in a certificate we make up."""
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "VN"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Thong Suot"),
            x509.NameAttribute(NameOID.COMMON_NAME, common),
            x509.NameAttribute(NameOID.SERIAL_NUMBER, serial),
        ]
    )


def _builder(
    subject: x509.Name,
    issuer: x509.Name,
    public: ec.EllipticCurvePublicKey,
    first_year: int,
    last_year: int,
) -> x509.CertificateBuilder:
    """Return a certificate to be signed, valid from New Year to New Year."""
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(public)
        .serial_number(x509.random_serial_number())
        .not_valid_before(datetime(first_year, 1, 1, tzinfo=UTC))
        .not_valid_after(datetime(last_year, 1, 1, tzinfo=UTC))
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
    )


def _usage(**uses: bool) -> x509.KeyUsage:
    none = dict.fromkeys(
        (
            "digital_signature", "content_commitment", "key_encipherment", "data_encipherment",
            "key_agreement", "key_cert_sign", "crl_sign", "encipher_only", "decipher_only",
        ),
        False,
    )  # fmt: skip
    return x509.KeyUsage(**(none | uses))
