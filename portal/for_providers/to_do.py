"""Say what needs doing in an organisation today, from what the portal knows and nothing else."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from flask import url_for

from portal.for_providers.facts import Office
from portal.labels import period_label
from portal.locale import current_language, format_day, ngettext
from portal.locale import gettext as _
from providers.approval.cases.codes import APPLICATIONS, CaseState
from providers.approval.models import Approval
from providers.approval.rules import approved_to, is_suspended
from providers.clock import danish_day
from providers.listings.queries import OwnListing
from providers.listings.rules import ListingStatus
from providers.organisations.members import CANNOT_ACT
from providers.organisations.models import MemberRole

# A decision on a new approval takes the authority weeks, and the application the actor some more.
ASK_BEFORE_END = timedelta(days=120)
# Free places that nobody has confirmed for a quarter of a year say nothing any more.
CONFIRMED_WITHIN = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class ToDo:
    """Something to do: why, and where to begin."""

    text: str
    action: str
    url: str


def to_do(office: Office, person_id: int, at: datetime) -> list[ToDo]:
    """List what needs doing in an organisation, what citizens notice first."""
    on = danish_day(at)
    return [
        *_asked(office),
        *_approval(office, on),
        *_conditions(office, on),
        *_results(office, on),
        *_listings(office, at),
        *_team(office, person_id),
    ]


def _asked(office: Office) -> Iterator[ToDo]:
    """Tell what the authority waits for, and what has been begun and not been sent."""
    slug = office.member.slug
    for case, due_on in office.cases:
        if due_on is not None:
            day = format_day(due_on, current_language())
            text = (
                _("Myndigheden vil høre jer, før den afgør en sag. Svar senest den %(day)s.", day=day)
                if case.state == CaseState.HEARING
                else _("Myndigheden mangler oplysninger i jeres sag. Svar senest den %(day)s.", day=day)
            )
            url = url_for("application_replies.reply", organisation=slug, case_id=case.id)
            yield ToDo(text, _("Læs og svar"), url)
        elif case.state == CaseState.DRAFT:
            text = _("I har en ansøgning, som ikke er sendt. Ingen hos myndigheden kan se den endnu.")
            url = url_for("applications.case", organisation=slug, case_id=case.id)
            yield ToDo(text, _("Skriv videre"), url)


def _approval(office: Office, on: date) -> Iterator[ToDo]:
    last = approved_to(office.approvals, on)
    coming = [each.valid_from for each in office.approvals if each.valid_from > on]
    applied = any(case.kind in APPLICATIONS for case, _due in office.cases)
    if last is None and coming:
        day = format_day(min(coming), current_language())
        text = _("Godkendelsen begynder den %(day)s. Indtil da kan borgerne ikke finde aktøren.", day=day)
    elif last is None:
        text = _why_not_approved(office.approvals, on)
    elif last - on <= ASK_BEFORE_END:
        day = format_day(last, current_language())
        text = _("Godkendelsen gælder til og med den %(day)s. Søg om en ny i god tid.", day=day)
    else:
        return
    stopped = last is None and any(is_suspended(each, on) for each in office.approvals)
    action = _("Se godkendelsen") if applied or coming or stopped else _("Søg om godkendelse")
    yield ToDo(text, action, url_for("applications.overview", organisation=office.member.slug))


def _why_not_approved(approvals: Sequence[Approval], on: date) -> str:
    """Say that an actor is suspended or that its approval was revoked, and since or until when."""
    suspended = [each.suspended_to for each in approvals if is_suspended(each, on) and each.suspended_to]
    if suspended:
        day = format_day(max(suspended), current_language())
        return _(
            "Godkendelsen er suspenderet til og med den %(day)s. Borgerne kan ikke finde aktøren.", day=day
        )
    revoked = [each.revoked_on for each in approvals if each.revoked_on is not None]
    if revoked:
        day = format_day(max(revoked), current_language())
        return _("Godkendelsen er kaldt tilbage fra den %(day)s. Borgerne kan ikke finde aktøren.", day=day)
    return _("Aktøren er ikke godkendt i dag. Borgerne kan ikke finde den i portalen.")


def _conditions(office: Office, on: date) -> Iterator[ToDo]:
    """Tell of the conditions whose day is near or has gone, or that were found not to be met."""
    url = url_for("applications.overview", organisation=office.member.slug, _anchor="conditions-heading")
    if waiting := sum(each.waits_for_the_party(on) for each in office.conditions):
        text = ngettext(
            "Et vilkår for godkendelsen venter på jer.",
            "%(num)s vilkår for godkendelsen venter på jer.",
            waiting,
        )
        yield ToDo(text, _("Se vilkårene"), url)


def _results(office: Office, on: date) -> Iterator[ToDo]:
    """Tell of figures that can be objected to, the latest first, and of the latest that everybody sees."""
    url = url_for("own_results.results", organisation=office.member.slug)
    for each in office.results:
        if each.published_at is None and each.preview_until is not None and on <= each.preview_until:
            text = _(
                "Der er nye tal om jer for %(period)s. I kan gøre indsigelse til og med %(day)s.",
                period=period_label(each.first_quarter, each.last_quarter),
                day=format_day(each.preview_until, current_language()),
            )
            yield ToDo(text, _("Se jeres tal"), url)
    public = [each for each in office.results if each.published_at is not None]
    if public:
        latest = max(public, key=lambda each: (each.last_quarter, each.release_id))
        text = _(
            "Nye resultater for %(period)s er offentlige.",
            period=period_label(latest.first_quarter, latest.last_quarter),
        )
        yield ToDo(text, _("Se jeres tal"), url)


def _listings(office: Office, at: datetime) -> Iterator[ToDo]:
    shown = [each for each in office.listings if each.status is ListingStatus.PUBLISHED]
    unclaimed = sum(each.listing.claimed_on is None for each in shown)
    if unclaimed:
        text = ngettext(
            "Et tilbud er hentet fra offentlige registre. Ingen hos jer har bekræftet, at det passer.",
            "%(num)s tilbud er hentet fra offentlige registre. Ingen hos jer har bekræftet, at de passer.",
            unclaimed,
        )
        yield ToDo(text, _("Se, hvad der står"), _organisation(office, "listings"))
    forgotten = sum(_is_forgotten(each, at) for each in shown)
    if forgotten:
        text = ngettext(
            "Et tilbud mangler friske tal: ledige pladser og ventetid er ikke bekræftet i 90 dage.",
            "%(num)s tilbud mangler friske tal: ledige pladser og ventetid er ikke bekræftet i 90 dage.",
            forgotten,
        )
        yield ToDo(text, _("Se hvilke"), _organisation(office, "listings"))


def _team(office: Office, person_id: int) -> Iterator[ToDo]:
    url = url_for("team.team", organisation=office.member.slug)
    owners = [
        each.who.user.id
        for each in office.team
        if each.role is MemberRole.OWNER and each.who.state not in CANNOT_ACT
    ]
    if owners == [person_id]:
        text = _("Du er den eneste ejer. Er du væk, kan ingen andre styre, hvem der har adgang.")
        yield ToDo(text, _("Gør en kollega til ejer"), url)
    waiting = sum(each.is_waited_for for each in office.team) + office.invitations
    if waiting and office.member.role is MemberRole.OWNER:
        text = ngettext(
            "En kollega har ikke svaret på sin invitation.",
            "%(num)s kolleger har ikke svaret på deres invitation.",
            waiting,
        )
        yield ToDo(text, _("Se medarbejderne"), url)


def _is_forgotten(own: OwnListing, at: datetime) -> bool:
    return own.availability is None or at - own.availability.confirmed_at > CONFIRMED_WITHIN


def _organisation(office: Office, part: str) -> str:
    return url_for("office.organisation", organisation=office.member.slug, _anchor=part)
