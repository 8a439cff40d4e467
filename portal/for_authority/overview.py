"""Where the work of the approval authority begins: what needs doing, by the facts there are."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import Blueprint, render_template, url_for
from sqlalchemy.orm import Session

from portal.access import authority, the_person
from portal.locale import gettext as _
from portal.locale import ngettext
from portal.state import portal
from providers.approval.queries import count_ending
from providers.clock import danish_day
from providers.organisations.queries import count_unmanned
from providers.outbox.models import NEED_A_PERSON
from providers.outbox.queries import count_by_state as count_messages
from providers.people.models import AuthorityRole
from providers.people.staff import StaffState
from providers.people.staff import count_by_state as count_staff

pages = Blueprint("authority", __name__)
# Time enough to apply again, to be heard and to be decided about before an approval ends.
ENDS_SOON = timedelta(days=120)


@dataclass(frozen=True, slots=True)
class ToDo:
    """Something that needs doing, what to do about it, and where; some have no page of their own."""

    what: str
    advice: str
    url: str = ""
    link: str = ""


@pages.get("/authority")
@authority
def overview() -> str:
    """Show what needs doing; to an auditor, who changes nothing, how things stand."""
    at = portal().now()
    role = the_person().authority_role
    is_lead = role is AuthorityRole.LEAD
    with portal().database.reading() as session:
        to_do = [
            *_about_people(session, at),
            *_about_organisations(session, at, is_lead),
            *_about_mails(session),
        ]
    return render_template(
        "authority/overview.html",
        title=_("Overblik"),
        to_do=to_do,
        is_lead=is_lead,
        is_auditor=role is AuthorityRole.AUDITOR,
    )


def _about_people(session: Session, at: datetime) -> Iterator[ToDo]:
    counts = count_staff(session, at)
    if waiting := counts[StaffState.INVITED]:
        yield ToDo(
            ngettext(
                "%(num)s invitation er ikke besvaret endnu",
                "%(num)s invitationer er ikke besvaret endnu",
                waiting,
            ),
            _("Et link virker i 7 dage."),
            _people(StaffState.INVITED),
            _("Se, hvem der er inviteret"),
        )
    if expired := counts[StaffState.EXPIRED]:
        yield ToDo(
            ngettext("%(num)s invitation er udløbet", "%(num)s invitationer er udløbet", expired),
            _("En leder kan sende dem igen."),
            _people(StaffState.EXPIRED),
            _("Se de udløbne invitationer"),
        )
    if dormant := counts[StaffState.DORMANT]:
        yield ToDo(
            ngettext(
                "%(num)s person har ikke været her i 90 dage",
                "%(num)s personer har ikke været her i 90 dage",
                dormant,
            ),
            _("En leder bør spørge, om de stadig skal have adgang."),
            _people(StaffState.DORMANT),
            _("Se, hvem det er"),
        )
    if disabled := counts[StaffState.DISABLED]:
        yield ToDo(
            ngettext("%(num)s person er lukket ude", "%(num)s personer er lukket ude", disabled),
            _("De kan ikke logge ind. En leder kan lukke dem ind igen."),
            _people(StaffState.DISABLED),
            _("Se, hvem der er lukket ude"),
        )


def _about_organisations(session: Session, at: datetime, is_lead: bool) -> Iterator[ToDo]:
    if unmanned := count_unmanned(session):
        yield ToDo(
            ngettext(
                "%(num)s aktør har ingen medarbejdere i portalen",
                "%(num)s aktører har ingen medarbejdere i portalen",
                unmanned,
            ),
            _("Ingen kan logge ind for dem endnu. En leder kan invitere den første ejer."),
            url_for("invitations.choose_organisation" if is_lead else "standing.unmanned"),
            _("Inviter en ejer") if is_lead else _("Se, hvem det er"),
        )
    today = danish_day(at)
    if ending := count_ending(session, today, today + ENDS_SOON):
        yield ToDo(
            ngettext(
                "%(num)s aktørs godkendelse udløber inden for 120 dage",
                "%(num)s aktørers godkendelse udløber inden for 120 dage",
                ending,
            ),
            _("Derefter kan borgerne ikke finde dem mere, hvis de ikke bliver godkendt igen."),
            url_for("standing.ending"),
            _("Se, hvem det er"),
        )


def _about_mails(session: Session) -> Iterator[ToDo]:
    counts = count_messages(session)
    if stuck := sum(counts[state] for state in NEED_A_PERSON):
        yield ToDo(
            ngettext("%(num)s mail er måske ikke nået frem", "%(num)s mails er måske ikke nået frem", stuck),
            _("Driften ser dem med flask jobs status og sender dem igen med flask jobs resend."),
        )


def _people(state: StaffState) -> str:
    return url_for("people.people", state=state.value)
