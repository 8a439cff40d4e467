"""A mail speaks its reader's language, goes to today's address, and nothing in a value becomes a header."""

from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from jinja2 import Environment, meta
from sqlalchemy.orm import Session

from portal.locale import LANGUAGES, let_translate
from portal.mail import INVITATION_ID, LINK_ID, MAILS, SIGN_UP_ID
from portal.mail.composing import TEMPLATES, AddressUnusable, Mail, one_line, usable_address
from providers.outbox.models import OutboxMessage
from tests.factories.people import make_citizen, make_provider_user
from tests.portal.mail.mails import ADDRESS, AT, GONE_LINK, VALUES, asked, writer

NOBODY = Session()
FOOTER = {"site_address", "authority_name"}
HOSTILE = "Ond\r\nBcc: ond@ond.example\r\n\r\nNy tekst\u2028\u202e<script>"


def read(mail: Mail | None) -> EmailMessage:
    assert mail is not None
    return message_from_bytes(mail.content, EmailMessage, policy=policy.default)


def text_of(message: EmailMessage) -> str:
    return str(message.get_content()).replace("\r\n", "\n")


# What a mail is told of a link; its text gets the link itself.
LINKS = {LINK_ID, INVITATION_ID, SIGN_UP_ID}


def written(message: OutboxMessage, **of_settings: str) -> EmailMessage:
    return read(writer(**of_settings).write(NOBODY, message, AT))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("template", MAILS)
def test_every_mail_can_be_written_in_every_language(template: str, language: str) -> None:
    values = {name: VALUES[name] for name in MAILS[template]}
    message = written(asked(template, language=language, values=values))
    body = text_of(message)
    assert message["Subject"]
    assert message["To"] == "anna@firma.example"
    assert ADDRESS in body
    assert bool(LINKS & values.keys()) == (f"\n{ADDRESS}/links/12-abc\n" in body)
    assert "\n\n\n" not in body


@pytest.mark.parametrize("template", MAILS)
def test_every_mail_uses_all_that_it_must_be_told(template: str) -> None:
    environment = Environment(autoescape=False)  # noqa: S701 - only read here
    let_translate(environment)
    texts = [(TEMPLATES / "mail" / f"{name}.txt").read_text("utf-8") for name in (template, "footer")]
    used = {name for text in texts for name in meta.find_undeclared_variables(environment.parse(text))}
    told = {"link" if name in LINKS else name for name in MAILS[template]}
    assert used - FOOTER - {"_"} == told


def test_every_text_of_a_mail_is_one_that_is_sent() -> None:
    assert {path.stem for path in (TEMPLATES / "mail").iterdir()} == {*MAILS, "footer"}


def test_a_mail_speaks_its_readers_language() -> None:
    danish, english = (written(asked(language=language)) for language in ("da", "en"))
    assert danish["Subject"] == "Din adgangskode er ændret"
    assert english["Subject"] == "Your password has been changed"
    assert "Find hjælp til job" in danish["From"]


def test_a_mail_says_who_and_what_it_is() -> None:
    first = written(asked())
    later = read(writer().write(NOBODY, asked(), AT + timedelta(days=1)))
    assert first["Auto-Submitted"] == "auto-generated"
    assert first["From"].addresses[0].addr_spec == "portal@portal.example"
    assert first["Date"].datetime == AT
    assert first["Message-ID"].startswith("<7.")
    assert first["Message-ID"].endswith("@portal.example>")
    assert later["Message-ID"] == first["Message-ID"]


def test_the_sender_may_carry_a_name_of_its_own() -> None:
    message = written(asked(), PORTAL_MAIL_FROM="Jobportalen Østjylland <job@portal.example>")
    assert message["From"] == "Jobportalen Østjylland <job@portal.example>"


def test_nothing_in_a_value_becomes_a_header_or_a_line_of_its_own() -> None:
    message = written(asked("invitation", values={"link_id": 12, "name": HOSTILE, "to_what": HOSTILE}))
    assert message["Bcc"] is None
    assert [address.addr_spec for address in message["To"].addresses] == ["anna@firma.example"]
    assert "Du får adgang til: Ond Bcc: ond@ond.example Ny tekst <script>\n" in text_of(message)


def test_a_value_fills_one_line_at_the_most() -> None:
    assert one_line("a\r\nb\tc\x00\u2028d  e") == "a b c d e"
    assert one_line(12) == "12"


@pytest.mark.parametrize(
    "address",
    [
        "",
        "anna",
        "anna@",
        "@firma.example",
        "anna@firma.example\nBcc: ond@ond.example",
        "anna@firma.example, ond@ond.example",
        "Anna <anna@firma.example>",
        "anna@firma.example>\r\nRCPT TO:<ond@ond.example",
        "an na@firma.example",
        "ånna@firma.example",
        "anna@firma..example",
        "anna@" + "a" * 70 + ".example",
    ],
)
def test_what_is_not_an_address_gets_no_mail(address: str) -> None:
    with pytest.raises(AddressUnusable):
        writer().write(NOBODY, asked(to=address), AT)


def test_an_address_with_danish_letters_in_its_domain_is_written_as_servers_take_it() -> None:
    assert usable_address("anna@ærø.example") == "anna@xn--r-3fa9c.example"


def test_a_mail_whose_link_is_of_no_use_any_more_is_not_written() -> None:
    message = asked("password_reset", values={"name": "Anna", "link_id": GONE_LINK})
    assert writer().write(NOBODY, message, AT) is None


def test_a_user_gets_the_mail_where_they_are_now(session: Session) -> None:
    user = make_provider_user(session)
    message = OutboxMessage(
        id=1,
        kind="mail",
        payload={"template": "account_disabled", "language": "da", "user_id": user.id, "values": {}},
        created_at=AT,
    )
    user.email = "ny@firma.example"
    session.flush()
    assert read(writer().write(session, message, AT))["To"] == "ny@firma.example"


def test_whoever_is_gone_or_has_no_address_gets_no_mail(session: Session) -> None:
    citizen = make_citizen(session)
    for user_id in (citizen.id, citizen.id + 1000):
        payload = {"template": "account_disabled", "language": "da", "user_id": user_id, "values": {}}
        message = OutboxMessage(id=1, kind="mail", payload=payload, created_at=AT)
        assert writer().write(session, message, AT) is None
