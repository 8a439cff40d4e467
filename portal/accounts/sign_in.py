"""The page on which people sign in, the door to their workspace, and the way out."""

from urllib.parse import quote

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from portal.access import anybody, is_local_address, signed_in, the_person
from portal.accounts import demonstration_people, people
from portal.accounts.account_forms import PasswordSignIn
from portal.accounts.way_back import way_back, words_for_signed_out
from portal.accounts.workspaces import home_of
from portal.locale import gettext as _
from portal.state import portal

pages = Blueprint("sign_in", __name__)


@pages.get("/sign-in")
@anybody
def sign_in() -> ResponseReturnValue:
    """Offer the ways in which somebody can sign in here."""
    if current_user.is_authenticated:
        return redirect(way_back(wanted()), 303)
    return page(PasswordSignIn(formdata=None))


@pages.get("/start")
@signed_in
def start() -> ResponseReturnValue:
    """Lead people to their workspace."""
    return redirect(home_of(the_person()), 303)


@pages.post("/sign-out")
@signed_in
def sign_out() -> ResponseReturnValue:
    """End this browser's session and say so."""
    with portal().database.transaction() as session:
        people.sign_out(session, portal().now())
    return redirect(url_for("sign_in.signed_out"), 303)


@pages.get("/signed-out")
@anybody
def signed_out() -> str:
    """Say that nobody is signed in any more in this browser."""
    return render_template("signed_out.html", title=_("Du er logget ud"))


def page(form: PasswordSignIn) -> str:
    """Show the ways in which somebody can sign in, with what they have typed so far."""
    return render_template(
        "sign_in.html",
        title=_("Log ind"),
        form=form,
        wanted=wanted(),
        because=words_for_signed_out(led_here=wanted() not in ("", url_for("sign_in.start"))),
        people=demonstration_people.offered(),
    )


def wanted() -> str:
    """Give where somebody wanted to go before they had to sign in; nothing when it is not on this site."""
    target = request.values.get("next", "")
    return target if is_local_address(target) else ""


def with_wanted(address: str, target: str) -> str:
    """Take along where somebody wants to go."""
    return f"{address}?next={quote(target, safe='/')}" if target else address
