"""Ask the first one from an organisation for what their broker has not told: names, a mail address."""

from datetime import datetime, timedelta

from flask import Blueprint, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session
from wtforms import StringField

from portal.access import anybody
from portal.accounts.brokers import Audience
from portal.accounts.claims import Proof
from portal.accounts.company_forms import CompanyFields, say_of_company, say_of_person
from portal.accounts.entering import Carried, enter, in_language, with_query
from portal.accounts.joining import become_first_owner, found_company
from portal.accounts.refusals import SignInRefused
from portal.forms import Form, Needed, refuse_cpr, stripped
from portal.locale import gettext as _
from portal.state import portal
from providers.organisations.sign_ups import Company, CompanyNotPossible
from providers.people.commands import UserNotPossible
from providers.people.models import User

pages = Blueprint("first_owner", __name__)
# Where what the broker has proved waits in the signed cookie, until the form comes back.
WAITING = "first_owner"
MINUTES = timedelta(minutes=15)


class FirstOwnerForm(Form):
    """Take the name and the address at work."""

    name = StringField(filters=[stripped], validators=[Needed(lambda: _("Skriv dit navn.")), refuse_cpr])
    email = StringField(
        filters=[stripped], validators=[Needed(lambda: _("Skriv din mailadresse på arbejdet."))]
    )


class NewCompanyForm(FirstOwnerForm, CompanyFields):
    """Take the company too, which the portal does not know."""


def ask(proof: Proof, subject_hash: str, carried: Carried, *, company_is_new: bool = False) -> str:
    """Keep what was proved for a while, and give the address of the form that asks for the rest."""
    session[WAITING] = {
        "subject_hash": subject_hash,
        "cvr": proof.cvr,
        "name": proof.name,
        "email": proof.email,
        "company": "new" if company_is_new else "",
        "until": (portal().now() + MINUTES).isoformat(),
        **carried,
    }
    return in_language(carried["language"], url_for("first_owner.form"))


@pages.get("/sign-in/staff/first-owner")
@anybody
def form() -> ResponseReturnValue:
    """Ask for what is missing."""
    waiting = _waiting()
    if waiting is None:
        return _too_late()
    return _show(_form(waiting)(data={"name": waiting["name"], "email": waiting["email"]}), waiting)


@pages.post("/sign-in/staff/first-owner")
@anybody
def answer() -> ResponseReturnValue:
    """Make them the owner of their organisation, and sign them in."""
    waiting = _waiting()
    if waiting is None:
        return _too_late()
    given = _form(waiting)()
    if not given.validate_on_submit():
        return _show(given, waiting)
    proof = Proof(subject="", cvr=waiting["cvr"], name=given.name.data, email=given.email.data)
    at = portal().now()

    def find(writing: Session) -> User:
        subject_hash, language = waiting["subject_hash"], waiting["language"]
        if not isinstance(given, NewCompanyForm):
            return become_first_owner(writing, proof, subject_hash, language=language, at=at)
        company = Company(proof.cvr, given.company.data, given.kind.data, simulated_too=True)
        return found_company(writing, proof, company, subject_hash, language=language, at=at)

    try:
        return redirect(enter(find, waiting), 303)
    except UserNotPossible as impossible:
        _say(given, impossible.fact)
        return _show(given, waiting)
    except CompanyNotPossible as impossible:
        say_of_company(given, impossible.fact)
        return _show(given, waiting)
    except SignInRefused as refusal:
        page = url_for("brokers.problem", audience=Audience.STAFF, fact=refusal.fact)
        return redirect(with_query(page, next=waiting["next"]), 303)


def _waiting() -> Carried | None:
    waiting: Carried | None = session.get(WAITING)
    if waiting is None or datetime.fromisoformat(waiting["until"]) < portal().now():
        return None
    return waiting


def _form(waiting: Carried) -> type[FirstOwnerForm]:
    return NewCompanyForm if waiting["company"] else FirstOwnerForm


def _too_late() -> ResponseReturnValue:
    return redirect(url_for("brokers.problem", audience=Audience.STAFF, fact="attempt_unknown"), 303)


def _say(given: FirstOwnerForm, fact: str) -> None:
    """Put what is wrong beside its field; whose an address is already is nobody's business."""
    if fact == "name_missing_or_too_long":
        say_of_person(given, fact)
    else:
        given.email.errors = [_("Adressen kan ikke bruges her. Skriv en anden.")]


def _show(form: FirstOwnerForm, waiting: Carried) -> str:
    return render_template(
        "brokers/first_owner.html",
        title=_("Opret jeres virksomhed") if waiting["company"] else _("Fortæl os, hvem du er"),
        form=form,
        cvr=waiting["cvr"] if waiting["company"] else "",
    )
