"""Where the work of the approval authority begins: what needs doing, by the facts there are."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from flask import Blueprint, render_template, url_for
from sqlalchemy.orm import Session

from portal.access import authority, the_person
from portal.labels import period_label
from portal.locale import current_language, format_day, ngettext
from portal.locale import gettext as _
from portal.state import portal
from providers.approval.cases.codes import CaseState
from providers.approval.cases.following_up import binding
from providers.approval.cases.queue import count_waiting
from providers.approval.queries import count_ending
from providers.clock import danish_day
from providers.organisations.queries import count_unmanned
from providers.outbox.models import NEED_A_PERSON
from providers.outbox.queries import count_by_state as count_messages
from providers.people.models import AuthorityRole
from providers.people.staff import StaffState
from providers.people.staff import count_by_state as count_staff
from ratings.measured_results.codes import ReleaseState
from ratings.measured_results.models import Release
from ratings.measured_results.release_queries import unanswered_objections

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
            *_about_cases(session, at, is_lead),
            *_about_objections(session, at),
            *_about_conditions(session, at),
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


def _about_cases(session: Session, at: datetime, is_lead: bool) -> Iterator[ToDo]:
    waiting = count_waiting(session, the_person().id, danish_day(at))
    if waiting.overdue:
        yield ToDo(
            ngettext("%(num)s sag er over fristen", "%(num)s sager er over fristen", waiting.overdue),
            _("De står øverst i listen."),
            url_for("cases.queue"),
            _("Se sagerne"),
        )
    if is_lead and waiting.to_decide:
        yield ToDo(
            ngettext(
                "%(num)s forslag venter på din afgørelse",
                "%(num)s forslag venter på din afgørelse",
                waiting.to_decide,
            ),
            _("En kollega har foreslået, hvordan sagen skal ende."),
            url_for("cases.queue", state=CaseState.PROPOSED.value),
            _("Se forslagene"),
        )
    if waiting.new:
        yield ToDo(
            ngettext("%(num)s ny ansøgning", "%(num)s nye ansøgninger", waiting.new),
            ngettext("Ingen har taget den endnu.", "Ingen har taget dem endnu.", waiting.new),
            url_for("cases.queue", state=CaseState.RECEIVED.value),
            _("Se de nye"),
        )


def _about_objections(session: Session, at: datetime) -> Iterator[ToDo]:
    for release, count in unanswered_objections(session):
        yield ToDo(
            ngettext(
                "%(num)s indsigelse mod resultaterne for %(period)s venter på svar",
                "%(num)s indsigelser mod resultaterne for %(period)s venter på svar",
                count,
                period=period_label(release.first_quarter, release.last_quarter),
            ),
            _when_to_answer(release, danish_day(at)),
            url_for("authority_releases.release", release_id=release.id, _anchor="objections"),
            _("Se indsigelserne"),
        )


def _when_to_answer(release: Release, today: date) -> str:
    """Say until when an answer can come before everybody sees the figures."""
    if release.state == ReleaseState.PUBLISHED:
        return _("Resultaterne er offentliggjort, men aktørerne mangler stadig et svar.")
    if release.preview_until is None or release.preview_until < today:
        return _("Høringen er slut. Svar, før resultaterne bliver offentliggjort.")
    day = format_day(release.preview_until, current_language())
    return _(
        "Aktørerne kan gøre indsigelse til og med %(day)s. Svar, før resultaterne bliver offentliggjort.",
        day=day,
    )


def _about_conditions(session: Session, at: datetime) -> Iterator[ToDo]:
    today = danish_day(at)
    if waiting := sum(each.waits_for_the_authority(today) for each in binding(session, today)):
        yield ToDo(
            ngettext("%(num)s vilkår skal vurderes", "%(num)s vilkår skal vurderes", waiting),
            _("Aktøren har svaret, eller dagen er kommet."),
            url_for("conditions.overview"),
            _("Se vilkårene"),
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
