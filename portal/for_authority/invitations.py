"""Invite those who work: into the authority, for a municipality, or as owner of an organisation."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session
from wtforms import RadioField, SelectField, StringField

from portal.access import case_lead, the_person
from portal.accounts.handing_over import said_of_invitation
from portal.accounts.links import send_invitation
from portal.accounts.paging import ON_A_PAGE
from portal.accounts.passwords import mails_go_out
from portal.for_authority.labels import role_choices
from portal.for_authority.tasks import task_of
from portal.forms import Form, Needed, refuse_cpr, stripped
from portal.labels import moment_label
from portal.locale import NATIONAL_LANGUAGE
from portal.locale import gettext as _
from portal.state import portal
from providers.alphabet import danish_key
from providers.audit.models import person
from providers.clock import danish_day
from providers.organisations import members
from providers.organisations.models import MemberRole, Organisation
from providers.organisations.queries import find_organisation, search_organisations
from providers.organisations.rules import is_slug
from providers.people.commands import ChangeNotAllowed, UserNotPossible, create_staff, hold
from providers.people.links import open_invitation
from providers.people.models import AuthorityRole, User, UserKind
from providers.people.queries import find_user_by_email
from providers.reference.queries import municipality_names

pages = Blueprint("invitations", __name__)
LONGEST_WORDS = 100
# The same form sent again within this time is the same invitation: a double click, or a page sent anew.
SENT_AGAIN_WITHIN = timedelta(minutes=10)


class PersonForm(Form):
    """Who is invited."""

    name = StringField(
        filters=[stripped], validators=[Needed(lambda: _("Skriv personens navn.")), refuse_cpr]
    )
    email = StringField(filters=[stripped], validators=[Needed(lambda: _("Skriv personens mailadresse."))])


class AuthorityForm(PersonForm):
    """Who is invited into the authority, and to do what."""

    role = RadioField()


class MunicipalityForm(PersonForm):
    """Who is invited to work for which municipality."""

    municipality = SelectField()


@dataclass(frozen=True, slots=True)
class Invitee:
    """Somebody to be invited: who, and to what."""

    kind: UserKind
    name: str
    email: str
    authority_role: AuthorityRole | None = None
    municipality_code: str | None = None
    organisation_id: int | None = None


class OwnerIsThere(Exception):
    """The organisation has an owner who can sign in, and owners invite their colleagues themselves."""


@pages.get("/authority/people/invite")
@case_lead
def choose() -> str:
    """Ask whom to invite."""
    return render_template("authority/invite.html", title=_("Inviter en person"), mails_go_out=mails_go_out())


@pages.route("/authority/people/invite/authority", methods=["GET", "POST"])
@case_lead
def to_authority() -> ResponseReturnValue:
    """Invite a member of the authority."""
    form = AuthorityForm()
    form.role.choices = role_choices()

    def invitee() -> Invitee:
        role = AuthorityRole(form.role.data)
        return Invitee(UserKind.AUTHORITY, form.name.data, form.email.data, authority_role=role)

    return _answer(form, invitee, _("Inviter til myndigheden"))


@pages.route("/authority/people/invite/municipality", methods=["GET", "POST"])
@case_lead
def to_municipality() -> ResponseReturnValue:
    """Invite a caseworker of a municipality."""
    form = MunicipalityForm()
    names = municipality_names(danish_day(portal().now()))
    form.municipality.choices = sorted(names.items(), key=lambda item: danish_key(item[1]))

    def invitee() -> Invitee:
        code = form.municipality.data
        return Invitee(UserKind.MUNICIPALITY, form.name.data, form.email.data, municipality_code=code)

    return _answer(form, invitee, _("Inviter til en kommune"))


@pages.get("/authority/people/invite/owner")
@case_lead
def choose_organisation() -> str:
    """Find the organisation that gets an owner; without words, those for whom nobody acts yet."""
    words = "".join(sign for sign in request.args.get("q", "") if sign.isprintable())
    words = words.strip()[:LONGEST_WORDS]
    with portal().database.reading() as session:
        found = search_organisations(session, words, limit=ON_A_PAGE + 1)
    return render_template(
        "authority/choose_organisation.html",
        title=_("Vælg en aktør"),
        words=words,
        found=found[:ON_A_PAGE],
        has_more=len(found) > ON_A_PAGE,
    )


@pages.route("/authority/people/invite/owner/<slug>", methods=["GET", "POST"])
@case_lead
def to_organisation(slug: str) -> ResponseReturnValue:
    """Invite an owner of an organisation."""
    organisation = _get_organisation(slug)
    with portal().database.reading() as session:
        if members.has_acting_owner(session, organisation.id, portal().now()):
            return _leave_to_owners(organisation)
    form = PersonForm()

    def invitee() -> Invitee:
        return Invitee(UserKind.PROVIDER, form.name.data, form.email.data, organisation_id=organisation.id)

    try:
        return _answer(form, invitee, _("Inviter en ejer for %(name)s", name=organisation.name))
    except OwnerIsThere:  # somebody has said yes meanwhile
        return _leave_to_owners(organisation)


def _answer(form: PersonForm, invitee: Callable[[], Invitee], title: str) -> ResponseReturnValue:
    """Show the form, or invite whoever it names; what was typed stays when something is wrong."""
    if form.validate_on_submit():
        wanted = invitee()
        try:
            number = _invite(wanted)
            sent = _("Invitationen til %(name)s er på vej.", name=wanted.name)
            flash(*said_of_invitation(sent, wanted.name, wanted.email))
        except ChangeNotAllowed:  # somebody has just taken the right to invite away
            abort(403)
        except UserNotPossible as error:
            number = (_invited_already(wanted) if error.fact == "email_taken" else None) or 0
            if not number:
                _say_why(form, error.fact)
        if number:
            return redirect(url_for("people.person", user_id=number), 303)
    return render_template("authority/invite_form.html", title=title, form=form, mails_go_out=mails_go_out())


def _invite(wanted: Invitee) -> int:
    """Make the user and the membership, and ask for the mail: all of it or nothing."""
    at, by = portal().now(), person(the_person().id)
    with portal().database.transaction() as session:
        organisation = None
        if wanted.organisation_id is not None:
            organisation = session.get_one(Organisation, wanted.organisation_id, with_for_update=True)
            if members.has_acting_owner(session, organisation.id, at):
                raise OwnerIsThere
        hold(session, the_person().id, by)
        user = create_staff(
            session,
            wanted.kind,
            name=wanted.name,
            email=wanted.email,
            language=NATIONAL_LANGUAGE,
            by=by,
            at=at,
            authority_role=wanted.authority_role,
            municipality_code=wanted.municipality_code,
        )
        if organisation is not None:
            members.add(session, organisation, user, MemberRole.OWNER, by=by, at=at)
        send_invitation(session, user, to_what=task_of(session, user, at), by=by, at=at)
        return user.id


def _invited_already(wanted: Invitee) -> int | None:
    """Find whom this very form has invited a moment ago, and say when that was."""
    at = portal().now()
    with portal().database.reading() as session:
        user = find_user_by_email(session, wanted.email)
        link = open_invitation(session, user.id, at) if user is not None else None
        if user is None or link is None or at - user.created_at > SENT_AGAIN_WITHIN:
            return None
        if _invited_as(session, user, wanted) != replace(wanted, name=" ".join(wanted.name.split())):
            return None
    moment = moment_label(link.created_at)
    flash(_("%(name)s er allerede inviteret. Det skete %(moment)s.", name=user.name, moment=moment), "info")
    return user.id


def _invited_as(session: Session, user: User, wanted: Invitee) -> Invitee:
    """Say as whom somebody was invited, as far as it can be what is wanted."""
    acts_for = {organisation.id for _held, organisation in members.memberships_of(session, user.id)}
    return Invitee(
        UserKind(user.kind),
        user.name or "",
        wanted.email,
        AuthorityRole(user.authority_role) if user.authority_role else None,
        user.municipality_code,
        wanted.organisation_id if wanted.organisation_id in acts_for else None,
    )


def _leave_to_owners(organisation: Organisation) -> ResponseReturnValue:
    """Say that an organisation's owners decide who else acts for it."""
    sentence = _(
        "%(name)s har allerede en ejer, som kan logge ind. Ejere inviterer selv deres kolleger.",
        name=organisation.name,
    )
    flash(sentence, "info")
    return redirect(url_for(".choose_organisation"), 303)


def _say_why(form: PersonForm, fact: str) -> None:
    field, sentence = {
        "email_taken": (form.email, _("Der er allerede en person med den mailadresse.")),
        "not_an_email": (form.email, _("Skriv en mailadresse som navn@eksempel.dk.")),
        "name_missing_or_too_long": (form.name, _("Skriv et navn på højst 120 tegn.")),
    }[fact]
    field.errors = [*field.errors, sentence]


def _get_organisation(slug: str) -> Organisation:
    with portal().database.reading() as session:
        organisation = find_organisation(session, slug) if is_slug(slug) else None
    return organisation or abort(404)
