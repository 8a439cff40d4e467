"""A mail server may be slow, dead or picky: each mail is handed over once, or it is known why not."""

import ssl
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from aiosmtpd.smtp import AuthResult
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from portal.mail.composing import Mail
from portal.mail.delivery import Refused, RefusedForGood, Unheard, Unreachable
from portal.mail.smtp import SmtpDelivery
from tests.support.mail_server import MailServer
from tests.support.processes import free_port

Connect = Callable[..., SmtpDelivery]
MAIL = Mail(7, "portal@portal.example", "anna@firma.example", b"Subject: Hej\r\n\r\nGoddag.\r\n")


def nothing() -> None:
    """Note nothing."""


@pytest.fixture
def delivery() -> Iterator[Callable[..., SmtpDelivery]]:
    """Give ways out to a server, which are closed after the test."""
    opened: list[SmtpDelivery] = []

    def to(url: str, seconds: float = 5) -> SmtpDelivery:
        opened.append(SmtpDelivery(url, "portal.example", seconds))
        return opened[-1]

    yield to
    for one in opened:
        one.close()


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """Give a file with a key and a certificate for this machine."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    today = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(today - timedelta(days=1))
        .not_valid_after(today + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path / "certificate.pem"
    path.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        + made.public_bytes(serialization.Encoding.PEM)
    )
    return path


def test_a_mail_arrives_as_it_was_written(mail_server: MailServer, delivery: Connect) -> None:
    delivery(mail_server.url).deliver(MAIL, nothing)
    (received,) = mail_server.messages
    assert (received.sender, received.recipient) == (MAIL.sender, MAIL.recipient)
    assert received.content == MAIL.content


def test_lines_that_begin_with_a_dot_arrive_whole_and_end_nothing(
    mail_server: MailServer, delivery: Connect
) -> None:
    content = b"Subject: Hej\r\n\r\n.\r\n..\r\n.slut\r\nMAIL FROM:<ond@ond.example>\r\n"
    delivery(mail_server.url).deliver(Mail(8, MAIL.sender, MAIL.recipient, content), nothing)
    assert [received.content for received in mail_server.messages] == [content]


def test_mails_that_follow_upon_each_other_share_a_connection(
    mail_server: MailServer, delivery: Connect
) -> None:
    kept = delivery(mail_server.url)
    for _ in range(3):
        kept.deliver(MAIL, nothing)
    assert mail_server.connections == 1
    kept.close()
    kept.deliver(MAIL, nothing)
    assert (len(mail_server.messages), mail_server.connections) == (4, 2)


def test_a_connection_that_died_between_two_mails_is_made_anew(
    mail_server: MailServer, delivery: Connect
) -> None:
    kept = delivery(mail_server.url)
    kept.deliver(MAIL, nothing)
    mail_server.answers["MAIL"].append("421 going away")
    kept.deliver(MAIL, nothing)
    assert (len(mail_server.messages), mail_server.connections) == (2, 2)


@pytest.mark.parametrize(
    ("step", "answer", "outcome"),
    [
        ("MAIL", "451 later", Refused),
        ("MAIL", "550 not you", Refused),
        ("RCPT", "450 busy", Refused),
        ("RCPT", "550 nobody of that name", RefusedForGood),
        ("DATA", "451 later", Refused),
        ("DATA", "554 not this", RefusedForGood),
        ("DATA", "421 going away", Unreachable),
    ],
)
def test_a_refusal_says_whether_to_try_again_and_the_next_mail_gets_through(
    mail_server: MailServer, delivery: Connect, step: str, answer: str, outcome: type[Exception]
) -> None:
    mail_server.answers[step].append(answer)
    kept = delivery(mail_server.url)
    with pytest.raises(outcome, match=f"^smtp_{answer[:3]}$"):
        kept.deliver(MAIL, nothing)
    assert mail_server.messages == []
    kept.deliver(MAIL, nothing)
    assert len(mail_server.messages) == 1


def test_nobody_at_the_other_end_is_told_from_a_refusal(delivery: Connect) -> None:
    alone = delivery(f"smtp://127.0.0.1:{free_port()}")
    with pytest.raises(Unreachable, match="ConnectionRefusedError"):
        alone.deliver(MAIL, nothing)


def test_a_server_that_is_slow_before_the_content_has_not_got_the_mail(
    mail_server: MailServer, delivery: Connect
) -> None:
    mail_server.seconds["RCPT"] = 3
    noted: list[str] = []
    with pytest.raises(Unreachable):
        delivery(mail_server.url, 0.3).deliver(MAIL, lambda: noted.append("handing over"))
    assert (noted, mail_server.messages) == ([], [])


def test_a_server_that_never_answers_to_the_content_leaves_doubt(
    mail_server: MailServer, delivery: Connect
) -> None:
    mail_server.seconds["DATA"] = 3
    noted: list[str] = []
    with pytest.raises(Unheard, match=r"TimeoutError|SMTPServerDisconnected"):
        delivery(mail_server.url, 0.3).deliver(MAIL, lambda: noted.append("handing over"))
    assert noted == ["handing over"]
    assert len(mail_server.messages) == 1


def test_a_mail_that_another_worker_has_taken_is_not_sent_after_all(
    mail_server: MailServer, delivery: Connect
) -> None:
    def taken() -> None:
        raise LookupError

    kept = delivery(mail_server.url)
    with pytest.raises(LookupError):
        kept.deliver(MAIL, taken)
    kept.deliver(MAIL, nothing)
    assert len(mail_server.messages) == 1


@pytest.mark.parametrize("scheme", ["smtp+starttls", "smtps"])
def test_mails_go_encrypted_and_with_a_password_where_the_server_wants_it(
    start_mail_server: Callable[..., MailServer],
    certificate: Path,
    delivery: Connect,
    monkeypatch: pytest.MonkeyPatch,
    scheme: str,
) -> None:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate)
    tries: list[tuple[bytes, bytes]] = []

    def authenticate(
        _server: object, _session: object, _envelope: object, _how: str, data: object
    ) -> AuthResult:
        tries.append((data.login, data.password))  # type: ignore[attr-defined]
        return AuthResult(success=data.password == b"p:s/w@rd")  # type: ignore[attr-defined]

    encryption = {
        "smtp+starttls": {"tls_context": context, "require_starttls": True, "auth_required": True},
        "smtps": {"ssl_context": context, "auth_require_tls": False},
    }[scheme]
    server = start_mail_server(authenticator=authenticate, **encryption)
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    url = f"{scheme}://portal:p%3As%2Fw%40rd@localhost:{server.port}"
    delivery(url).deliver(MAIL, nothing)
    assert len(server.messages) == 1
    assert tries == [(b"portal", b"p:s/w@rd")]
    with pytest.raises(Unreachable):
        delivery(url.replace("w%40rd", "wrong")).deliver(MAIL, nothing)
    assert len(server.messages) == 1


def test_a_server_with_a_certificate_that_nobody_vouches_for_gets_nothing(
    start_mail_server: Callable[..., MailServer], delivery: Connect, certificate: Path
) -> None:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate)
    server = start_mail_server(tls_context=context)
    with pytest.raises(Unreachable, match="SSLCertVerificationError"):
        delivery(f"smtp+starttls://localhost:{server.port}").deliver(MAIL, nothing)
    assert server.messages == []
