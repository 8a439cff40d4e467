"""The changes that a lead can make to somebody's access with no more than a yes."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from portal.accounts.account_factor import tell_of_reset
from portal.accounts.links import send_invitation
from portal.accounts.passwords import mails_go_out
from portal.for_authority.tasks import task_of
from portal.locale import gettext as _
from portal.mail import queue_mail
from providers.audit.models import Actor
from providers.people import commands, links, second_factors, sessions
from providers.people.models import LinkPurpose, SessionEnd, User, UserKind
from providers.people.staff import StaffMember, StaffState

UNANSWERED = frozenset({StaffState.INVITED, StaffState.EXPIRED, StaffState.NOT_INVITED})


@dataclass(frozen=True, slots=True)
class Offer:
    """A change that a lead can make to somebody now, as a button names it."""

    name: str
    button: str
    is_grave: bool = False


@dataclass(frozen=True, slots=True)
class Change:
    """A change that needs no more than a yes: what it is asked with, when it fits, and how it is done."""

    button: Callable[[], str]
    consequence: Callable[[], str]
    done: Callable[[], str]
    fits: Callable[[StaffMember, int], bool]
    make: Callable[[Session, User, Actor, datetime], object]
    is_grave: bool = False


def offers_for(member: StaffMember, live: int) -> list[Offer]:
    """List what a lead can change about somebody who has some live sessions."""
    found = [
        Offer(name, change.button(), change.is_grave)
        for name, change in CHANGES.items()
        if change.fits(member, live)
    ]
    if member.user.kind == UserKind.AUTHORITY:
        found.insert(0, Offer("role", _("Skift rolle")))
    return found


def _invite_again(session: Session, user: User, by: Actor, at: datetime) -> None:
    send_invitation(session, user, to_what=task_of(session, user, at), by=by, at=at)


def _withdraw(session: Session, user: User, by: Actor, at: datetime) -> None:
    links.withdraw_open(session, user.id, LinkPurpose.INVITATION, by=by, at=at)


def _sign_out(session: Session, user: User, by: Actor, at: datetime) -> None:
    sessions.end_all(session, user.id, SessionEnd.SIGNED_OUT_EVERYWHERE, by=by, at=at)


def _disable(session: Session, user: User, by: Actor, at: datetime) -> None:
    commands.disable(session, user, by=by, at=at)
    if user.email:
        queue_mail(session, "account_disabled", user_id=user.id, language=user.language, values={}, at=at)


def _reset_second_factor(session: Session, user: User, by: Actor, at: datetime) -> None:
    if second_factors.remove(session, user, by=by, at=at):
        tell_of_reset(session, user, at)


CHANGES = {
    "invite": Change(
        button=lambda: _("Send invitationen igen") if mails_go_out() else _("Inviter igen"),
        consequence=lambda: (
            _("Personen får en ny mail med et link. Et tidligere link virker ikke mere.")
            if mails_go_out()
            else _(
                "Et tidligere link virker ikke mere. Portalen kan ikke sende mails, så du skal selv give "
                "et nyt videre."
            )
        ),
        done=lambda: (
            _("En ny invitation er på vej.")
            if mails_go_out()
            else _(
                "Personen er inviteret igen. Men portalen kan ikke sende mails. Bed den, der driver "
                "portalen, om et link, og giv det videre. Det kommer af flask people invite-again."
            )
        ),
        fits=lambda member, _live: member.state in UNANSWERED,
        make=_invite_again,
    ),
    "withdraw": Change(
        button=lambda: _("Træk invitationen tilbage"),
        consequence=lambda: _("Linket i mailen virker ikke mere. Du kan invitere igen senere."),
        done=lambda: _("Invitationen er trukket tilbage."),
        fits=lambda member, _live: member.state is StaffState.INVITED,
        make=_withdraw,
    ),
    "second-factor": Change(
        button=lambda: _("Nulstil koder fra app"),
        consequence=lambda: _(
            "Gør det, når personen har mistet sin telefon. Vær sikker på, hvem der spørger. "
            "Personen bliver logget ud og vælger en ny app ved næste login."
        ),
        done=lambda: _("Koderne fra appen er nulstillet."),
        fits=lambda member, _live: member.has_second_factor,
        make=_reset_second_factor,
        is_grave=True,
    ),
    "sign-out": Change(
        button=lambda: _("Log ud alle steder"),
        consequence=lambda: _("Personen bliver logget ud på alle enheder og kan logge ind igen."),
        done=lambda: _("Personen er logget ud alle steder."),
        fits=lambda _member, live: live > 0,
        make=_sign_out,
    ),
    "disable": Change(
        button=lambda: _("Luk ude"),
        consequence=lambda: _("Personen bliver logget ud med det samme og kan ikke logge ind mere."),
        done=lambda: _("Personen er lukket ude."),
        fits=lambda member, _live: member.state is not StaffState.DISABLED,
        make=_disable,
        is_grave=True,
    ),
    "enable": Change(
        button=lambda: _("Luk ind igen"),
        consequence=lambda: _("Personen kan logge ind igen med de samme rettigheder som før."),
        done=lambda: _("Personen kan logge ind igen."),
        fits=lambda member, _live: member.state is StaffState.DISABLED,
        make=lambda session, user, by, at: commands.enable(session, user, by=by, at=at),
    ),
}
