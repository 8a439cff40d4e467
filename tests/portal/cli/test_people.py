"""The first lead comes in by a command, and whoever is shut out is helped by another."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskCliRunner

from portal import create_app
from portal.config import Settings, settings_from
from portal.database import Database
from providers.audit.models import OPERATOR, AuditEvent
from providers.organisations.invitations import Colleague, invite
from providers.organisations.models import MemberRole
from providers.outbox.models import OutboxMessage
from providers.people import second_factors
from providers.people.commands import connect
from providers.people.links import open_invitation
from providers.people.models import AuthorityRole, User
from providers.people.queries import find_user_by_email
from tests.factories.organisations import make_organisation
from tests.factories.people import AT, give_password, make_authority_user, make_provider_user
from tests.support.people import Visitor

EMAIL = "leif@myndighed.example"
LEAD = ("people", "create-lead", "--name", "Leif Lederen", "--email", EMAIL)
LINK = re.compile(r"http://localhost(/\S+)")


def lead_of(database: Database) -> User:
    with database.reading() as reading:
        found = find_user_by_email(reading, EMAIL)
        assert found is not None
        return found


def test_first_lead_gets_a_link_that_lets_them_in(
    app: Flask, runner: FlaskCliRunner, database: Database
) -> None:
    result = runner.invoke(args=LEAD)
    assert result.exit_code == 0
    assert lead_of(database).authority_role == AuthorityRole.LEAD
    link = LINK.search(result.stdout)
    assert link is not None
    visitor = Visitor(app)
    chosen = {"password": "fire ord efter hinanden", "again": "fire ord efter hinanden"}
    assert visitor.post(link[1], chosen).location == "/sign-in/set-up"


def test_lead_who_reads_english_gets_an_english_link(runner: FlaskCliRunner, database: Database) -> None:
    result = runner.invoke(args=[*LEAD, "--language", "en"])
    assert "http://localhost/en/links/" in result.stdout
    assert lead_of(database).language == "en"


def test_link_is_mailed_and_not_printed_where_there_is_a_mail_server(settings: Settings) -> None:
    environ = {
        "PORTAL_DATA_DIR": str(settings.data_dir),
        "DATABASE_URL": settings.database_url,
        "PORTAL_ADDRESS": settings.address,
        "PORTAL_SECRET_KEY": settings.secret_key,
        "PORTAL_SMTP_URL": "smtp://mail.example",
    }
    app = create_app(settings_from(environ))
    result = app.test_cli_runner().invoke(args=LEAD)
    app.extensions["portal"].database.dispose()
    assert "on its way by mail" in result.stdout
    assert "/links/" not in result.stdout


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        (("--email", "leif"), "does not look like a mail address"),
        (("--name", " "), "from 1 to 120 characters"),
    ],
)
def test_lead_who_cannot_be_is_told_why(
    runner: FlaskCliRunner, changes: tuple[str, str], sentence: str
) -> None:
    result = runner.invoke(args=[*LEAD, *changes])
    assert result.exit_code == 1
    assert sentence in result.stderr


def test_address_that_is_taken_changes_nothing(runner: FlaskCliRunner, database: Database) -> None:
    runner.invoke(args=LEAD)
    result = runner.invoke(args=[*LEAD, "--name", "Another"])
    assert result.exit_code == 1
    assert result.stderr == "Error: Nobody was made: somebody has this address already.\n"
    assert lead_of(database).name == "Leif Lederen"


def test_nobody_is_made_while_nobody_can_sign_in(settings: Settings) -> None:
    environ = {"PORTAL_DATA_DIR": str(settings.data_dir), "DATABASE_URL": settings.database_url}
    app = create_app(settings_from(environ))
    result = app.test_cli_runner().invoke(args=LEAD)
    app.extensions["portal"].database.dispose()
    assert result.exit_code == 1
    assert "set PORTAL_ADDRESS and PORTAL_SECRET_KEY" in result.stderr


def test_invitation_is_sent_again_and_the_first_link_works_no_more(
    app: Flask, runner: FlaskCliRunner, database: Database
) -> None:
    first = LINK.search(runner.invoke(args=LEAD).stdout)
    second = LINK.search(runner.invoke(args=["people", "invite-again", EMAIL.upper()]).stdout)
    assert first is not None
    assert second is not None
    assert app.test_client().get(first[1]).status_code == 410
    assert app.test_client().get(second[1]).status_code == 200
    with database.reading() as reading:
        assert open_invitation(reading, lead_of(database).id, app.extensions["portal"].now()) is not None


def test_owners_invitation_is_handed_over_where_no_mail_goes_out(
    app: Flask, runner: FlaskCliRunner, database: Database
) -> None:
    colleague = Colleague("Nadja Ny", EMAIL, MemberRole.EDITOR)
    with database.transaction() as session:
        organisation = make_organisation(session)
        invite(
            session, organisation, colleague, nonce="0" * 32, by=OPERATOR, at=app.extensions["portal"].now()
        )
    said = runner.invoke(args=["people", "invite-again", EMAIL.upper()]).stdout
    link = LINK.search(said)
    assert organisation.name in said
    assert link is not None
    assert "Nadja" not in said
    assert app.test_client().get(link[1]).status_code == 200


@pytest.mark.parametrize("command", ["invite-again", "new-password", "let-in", "reset-second-factor"])
def test_nobody_has_this_address(runner: FlaskCliRunner, command: str) -> None:
    result = runner.invoke(args=["people", command, "nobody@vejen.example"])
    assert (result.exit_code, result.stderr) == (1, "Error: Nobody has this address.\n")


def test_whoever_can_sign_in_already_or_is_disabled_is_not_invited_again(
    runner: FlaskCliRunner, database: Database
) -> None:
    with database.transaction() as session:
        give_password(session, make_provider_user(session))
        make_provider_user(session, 2).disabled_at = AT
    ready = runner.invoke(args=["people", "invite-again", "medarbejder1@vejen.example"])
    assert "can sign in already" in ready.stderr
    closed = runner.invoke(args=["people", "invite-again", "medarbejder2@vejen.example"])
    assert "the account is closed" in closed.stderr


def test_whoever_forgot_a_password_gets_a_link_from_the_operator(
    app: Flask, runner: FlaskCliRunner, database: Database
) -> None:
    with database.transaction() as session:
        give_password(session, make_provider_user(session))
    link = LINK.search(runner.invoke(args=["people", "new-password", "medarbejder1@vejen.example"]).stdout)
    assert link is not None
    visitor = Visitor(app)
    chosen = {"password": "fire ord efter hinanden", "again": "fire ord efter hinanden"}
    assert visitor.post(link[1], chosen).location == "/office"


def test_no_link_for_a_new_password_where_there_is_none_to_forget(
    runner: FlaskCliRunner, database: Database
) -> None:
    with database.transaction() as session:
        make_provider_user(session)
        make_provider_user(session, 2).disabled_at = AT
        by_broker = make_provider_user(session, 3)
        connect(session, by_broker, "staff", "hash", by=OPERATOR, at=AT)
    said = [
        runner.invoke(args=["people", "new-password", f"medarbejder{number}@vejen.example"]).stderr
        for number in (1, 2, 3)
    ]
    assert "There is no password yet" in said[0]
    assert "the account is closed" in said[1]
    assert "they sign in through a broker" in said[2]


def test_lost_second_factor_is_taken_away(runner: FlaskCliRunner, database: Database) -> None:
    with database.transaction() as session:
        user = make_provider_user(session)
        second_factors.confirm(session, user, sealed_secret="sealed", step=1, at=AT)
    reset = ["people", "reset-second-factor", user.email or ""]
    assert runner.invoke(args=reset).exit_code == 0
    with database.reading() as reading:
        assert second_factors.find_second_factor(reading, user.id) is None
        mail = reading.query(OutboxMessage).one().payload
        assert (mail["template"], mail["user_id"]) == ("second_factor_reset", user.id)
    again = runner.invoke(args=reset)
    assert (again.exit_code, again.stderr) == (1, "Error: Nothing was changed: there is no second factor.\n")


def test_person_who_was_shut_out_is_let_in_again(runner: FlaskCliRunner, database: Database) -> None:
    with database.transaction() as session:
        user = make_authority_user(session)
        give_password(session, user)
        user.disabled_at = AT
    result = runner.invoke(args=["people", "let-in", user.email or ""])
    assert (result.exit_code, result.stdout) == (0, "The account is open again.\n")
    with database.reading() as reading:
        now = reading.get_one(User, user.id)
        assert (now.disabled_at, now.authority_role) == (None, AuthorityRole.CASEWORKER)
        event = reading.query(AuditEvent).order_by(AuditEvent.seq.desc()).first()
        assert event is not None
        assert (event.action, event.actor_kind) == ("user.enabled", "operator")
    again = runner.invoke(args=["people", "let-in", user.email or ""])
    assert (again.exit_code, again.stderr) == (1, "Error: Nothing was changed: the account is open.\n")


def test_lead_comes_back_as_lead_when_none_is_left(runner: FlaskCliRunner, database: Database) -> None:
    with database.transaction() as session:
        user, outsider = make_authority_user(session), make_provider_user(session)
        user.disabled_at = AT
    result = runner.invoke(args=["people", "let-in", user.email or "", "--as-lead"])
    assert "run people invite-again next" in result.stdout
    with database.reading() as reading:
        now = reading.get_one(User, user.id)
        assert (now.disabled_at, now.authority_role) == (None, AuthorityRole.LEAD)
    other = runner.invoke(args=["people", "let-in", outsider.email or "", "--as-lead"])
    assert "only who works in the authority can be a lead" in other.stderr
