"""Run the worker that sends mails and does what the clock asks for, and look after what it could not send."""

import signal
from types import FrameType

import click
import structlog
from flask.cli import with_appcontext
from sqlalchemy.orm import Session

from portal.accounts.contact_details import find_address
from portal.accounts.links import address_of_link
from portal.accounts.organisation_links import address_of_invitation
from portal.accounts.sign_up_links import address_of_sign_up
from portal.index_repair import InStep
from portal.jobs import JOBS
from portal.jobs.tasks import Tasks
from portal.jobs.worker import Worker, process_is_gone
from portal.mail import INVITATION_ID, LINK_ID, SIGN_UP_ID
from portal.mail.composing import Writer
from portal.mail.sending import MailSender, delivery_of
from portal.state import Portal, portal
from providers.audit.models import OPERATOR
from providers.outbox.commands import resend
from providers.outbox.models import NEED_A_PERSON, MessageState
from providers.outbox.queries import MessageNotFound, count_by_state, list_messages
from providers.outbox.rules import MoveNotAllowed
from providers.outbox.scheduling import list_jobs

log = structlog.get_logger("portal")
MOST_SHOWN = 50
NO_MAIL_SERVER = "Mails wait, since no mail server is set: PORTAL_SMTP_URL."


@click.group()
def jobs() -> None:
    """Send mails and do what the clock asks for."""


@jobs.command("work")
@click.option("--once", is_flag=True, help="Do what is due and end.")
@click.option(
    "--until-gone", type=click.IntRange(min=1), metavar="PID", help="End when this process has ended."
)
@with_appcontext
def work(*, once: bool, until_gone: int | None) -> None:
    """Work until stopped; a mail in hand is brought to its end first."""
    state = portal()
    worker = Worker(
        state,
        JOBS,
        _sender(state),
        is_gone=lambda: until_gone is not None and process_is_gone(until_gone),
        long_work=Tasks(state),
        catch_up=InStep(state).catch_up,
    )

    def stop(_number: int, _frame: FrameType | None) -> None:
        worker.stop()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    worker.run(once=once)


@jobs.command("status")
@with_appcontext
def status() -> None:
    """Count the messages in each state, name those that need a person, and tell when each job was run."""
    state = portal()
    if delivery_of(state.settings) is None:
        click.echo(NO_MAIL_SERVER)
    with state.database.reading() as session:
        for name, number in count_by_state(session).items():
            click.echo(f"{name}: {number}")
        for needing in NEED_A_PERSON:
            _show_messages(session, needing)
        for job in list_jobs(session):
            ended = f"{job.last_ended_at:%Y-%m-%d %H:%M} UTC" if job.last_ended_at else "never"
            fault = f", {job.last_error}" if job.last_error else ""
            click.echo(f"job {job.name}: last {ended}{fault}, next {job.next_at:%Y-%m-%d %H:%M} UTC")


@jobs.command("resend")
@click.argument("message_id", type=click.IntRange(min=1), metavar="ID")
@with_appcontext
def send_again(message_id: int) -> None:
    """Let a message that failed, or may not have arrived, be sent once more."""
    state = portal()
    try:
        with state.database.transaction() as session:
            resend(session, message_id, by=OPERATOR, at=state.now())
    except (MessageNotFound, MoveNotAllowed) as error:
        raise click.ClickException(str(error)) from None
    click.echo(f"Message {message_id} waits to be sent.")


def _sender(state: Portal) -> MailSender | None:
    delivery = delivery_of(state.settings)
    if delivery is None:
        log.warning("mails_wait", reason="no mail server is set")
        return None
    makers = {
        LINK_ID: address_of_link,
        INVITATION_ID: address_of_invitation,
        SIGN_UP_ID: address_of_sign_up,
    }
    return MailSender(state.database, Writer(state.settings, makers, find_address), delivery, state.now)


def _show_messages(session: Session, state: MessageState) -> None:
    """Name messages by number, so that they can be looked into and sent again; never by reader."""
    for message in list_messages(session, state, MOST_SHOWN):
        template = message.payload.get("template", message.kind)
        click.echo(
            f"{state} {message.id}: {template}, asked for {message.created_at:%Y-%m-%d %H:%M} UTC, "
            f"{message.attempts} tries, {message.last_error}"
        )
