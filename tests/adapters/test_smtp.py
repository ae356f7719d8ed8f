"""Letters given in at a real SMTP server (aiosmtpd): taken, put off, refused, lost, dripped."""

import ipaddress
import ssl
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from aiosmtpd.smtp import AuthResult
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from tests.post_office import HANG_UP, Desk, post_office
from tests.wires import dripping_server

from thongsuot.adapters.smtp.client import MailServer, SmtpCarrier, mail_server
from thongsuot.domains.exchange.ports import CarrierDown, NeverWorks, TryLater
from thongsuot.domains.exchange.terms import Letter

AT = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
SENDER = "Bộ phận Một cửa <mot-cua@mauan.example>"
LETTER = Letter(
    UUID(int=7), "lan@vidu.example", "Kính gửi ông/bà,\n\nHồ sơ đã có kết quả.", AT,
    title="Hồ sơ H99 đã có kết quả",
)  # fmt: skip


def carrier(port, scheme="smtp", **more):
    """Return a carrier to the server on a port."""
    return SmtpCarrier(MailServer("127.0.0.1", port, scheme, **more), SENDER, patience_s=60)


@pytest.fixture
def desk():
    return Desk()


def test_a_letter_arrives_whole_and_can_be_known_again(desk):
    with post_office(desk) as port:
        reference = carrier(port).carry(LETTER)
    (envelope,), (letter,) = desk.envelopes, desk.letters
    assert envelope.mail_from == "mot-cua@mauan.example"
    assert envelope.rcpt_tos == ["lan@vidu.example"]
    assert letter["Subject"] == "Hồ sơ H99 đã có kết quả"
    assert letter["From"] == SENDER
    assert letter["Message-ID"] == reference == f"<{UUID(int=7)}@mauan.example>"
    assert letter["Auto-Submitted"] == "auto-generated"
    assert letter["Date"].datetime == AT
    assert letter.get_content().splitlines() == LETTER.text.splitlines()


def test_a_letter_sent_again_bears_the_same_id(desk):
    with post_office(desk) as port:
        assert carrier(port).carry(LETTER) == carrier(port).carry(LETTER)


@pytest.mark.parametrize(("at", "answer", "kind", "code"), [
    pytest.param("RCPT", "450 mailbox busy", TryLater, "smtp-450", id="a busy mailbox"),
    pytest.param("RCPT", "550 no such user", NeverWorks, "smtp-550", id="nobody lives there"),
    pytest.param("DATA", "452 no room", TryLater, "smtp-452", id="no room for the letter"),
    pytest.param("DATA", "554 refused", NeverWorks, "smtp-554", id="the letter is refused"),
    pytest.param("MAIL", "451 later", TryLater, "smtp-451", id="the sender is to come later"),
    pytest.param("MAIL", "550 not you", CarrierDown, "smtp-550", id="our sender is refused"),
    pytest.param("RCPT", "421 closing", CarrierDown, "smtp-421", id="the server closes"),
    pytest.param("DATA", HANG_UP, CarrierDown, "connection-lost", id="the line is lost"),
])  # fmt: skip
def test_later_never_and_closed_are_told_apart(desk, at, answer, kind, code):
    desk.answers[at] = answer
    with post_office(desk) as port, pytest.raises(kind) as failed:
        carrier(port).carry(LETTER)
    assert failed.value.code == code
    assert LETTER.address not in str(failed.value)


def test_nobody_at_home_closes_the_way(unused_port):
    with pytest.raises(CarrierDown) as failed:
        carrier(unused_port).carry(LETTER)
    assert failed.value.code == "no-connection"


@pytest.fixture
def unused_port(desk):
    with post_office(desk) as port:
        pass
    return port


def test_a_server_that_drips_is_given_up():
    with dripping_server() as port, pytest.raises(CarrierDown) as failed:
        SmtpCarrier(MailServer("127.0.0.1", port, "smtp"), SENDER, patience_s=0.3).carry(LETTER)
    assert failed.value.code == "time-out"


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    """Return the files of a certificate for 127.0.0.1 that vouches for itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    builder = x509.CertificateBuilder(
        issuer_name=name, subject_name=name, public_key=key.public_key(),
        serial_number=1, not_valid_before=datetime.now(UTC) - timedelta(days=1),
        not_valid_after=datetime.now(UTC) + timedelta(days=1),
    ).add_extension(
        x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), False
    ).add_extension(x509.BasicConstraints(ca=True, path_length=None), True)  # fmt: skip
    made = builder.sign(key, hashes.SHA256())
    folder = tmp_path_factory.mktemp("tls")
    pem = serialization.Encoding.PEM
    (folder / "server.pem").write_bytes(made.public_bytes(pem))
    (folder / "key.pem").write_bytes(key.private_bytes(
        pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()))  # fmt: skip
    return folder


@pytest.fixture
def tls(certificate):
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate / "server.pem", certificate / "key.pem")
    return context


def only_lan(server, session, envelope, mechanism, data):
    """Let in who says the right password."""
    return AuthResult(success=data.password == b"dung-mat-khau", handled=False)


def test_a_password_goes_over_an_encrypted_line_alone(desk, tls, certificate):
    options = {"tls_context": tls, "require_starttls": True, "authenticator": only_lan}
    ca = str(certificate / "server.pem")
    with post_office(desk, **options) as port:
        carrier(port, "smtp+starttls", user="lan", password="dung-mat-khau", ca_file=ca).carry(
            LETTER
        )
        with pytest.raises(CarrierDown) as failed:
            carrier(port, "smtp+starttls", user="lan", password="sai", ca_file=ca).carry(LETTER)
    assert failed.value.code == "smtp-535"
    assert len(desk.letters) == 1


def test_tls_from_the_beginning(desk, tls, certificate):
    with post_office(desk, ssl_context=tls) as port:
        carrier(port, "smtps", ca_file=str(certificate / "server.pem")).carry(LETTER)
    assert len(desk.letters) == 1


def test_a_server_that_nobody_vouches_for_gets_no_letter(desk, tls):
    with post_office(desk, tls_context=tls) as port, pytest.raises(CarrierDown) as failed:
        carrier(port, "smtp+starttls").carry(LETTER)
    assert failed.value.code == "tls"
    assert not desk.letters


def test_where_encryption_was_promised_nothing_goes_in_the_clear(desk):
    with post_office(desk) as port, pytest.raises(CarrierDown) as failed:
        carrier(port, "smtp+starttls").carry(LETTER)
    assert failed.value.code == "not-supported"
    assert not desk.letters


@pytest.mark.parametrize("address", ["lan@vidu.example\r\nBcc: x@y.example", "lân@vidu.example"])
def test_an_address_smuggles_no_header_in(desk, address):
    bad = Letter(UUID(int=8), address, "x", AT, title="x")
    with post_office(desk) as port, pytest.raises(NeverWorks):
        carrier(port).carry(bad)
    assert not desk.letters


@pytest.mark.parametrize(("url", "server"), [
    ("smtp://127.0.0.1", MailServer("127.0.0.1", 25, "smtp")),
    ("smtps://a%40b:p%3Aw@mail.example", MailServer("mail.example", 465, "smtps", "a@b", "p:w")),
    ("smtp+starttls://mail.example:25", MailServer("mail.example", 25, "smtp+starttls")),
])  # fmt: skip
def test_a_server_is_named_by_an_address(url, server):
    assert mail_server(url) == server
    assert "p:w" not in repr(server)


@pytest.mark.parametrize("url", ["http://mail.example", "mail.example", "smtp://"])
def test_another_kind_of_address_is_no_mail_server(url):
    with pytest.raises(ValueError, match="smtp"):
        mail_server(url)
