"""A citizen's own pages: what they have told, who has looked, and their data."""

from dataclasses import dataclass

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask import session as cookie
from flask.typing import ResponseReturnValue
from flask_login import logout_user
from wtforms import BooleanField, SelectField

from portal.access import anybody, citizen, the_person
from portal.accounts.paging import ON_A_PAGE, page_of
from portal.forms import Form, Needed
from portal.locale import current_language, format_day, ngettext
from portal.locale import gettext as _
from portal.state import portal
from providers.alphabet import danish_key
from providers.audit.models import person
from providers.clock import COPENHAGEN, danish_day
from providers.people.erasure import erase_citizen
from providers.people.looks import MINUTES_SHOWN, count_looks, looks_at
from providers.people.models import Look, LookPurpose
from providers.people.profiles import forget_home, get_citizen_to_change, tell_home
from providers.people.queries import UserNotFound, find_profile, find_user
from providers.reference.queries import municipality_names

pages = Blueprint("my", __name__)
# In the cookie, and all that is in it: everything about its holder has been erased.
ERASED = "erased"


class HomeForm(Form):
    """Say in which municipality one lives."""

    municipality = SelectField(validators=[Needed(lambda: _("Vælg den kommune, du bor i."))])


class EraseForm(Form):
    """Ask for everything to be erased; the tick says that the page has been read."""

    understood = BooleanField(validators=[Needed(lambda: _("Sæt kryds, hvis du vil slette."))])


@dataclass(frozen=True, slots=True)
class SeenBy:
    """That somebody has looked, as it is told to the one they looked at."""

    day: str
    time: str
    who: str
    why: str


@pages.get("/my")
@citizen
def overview() -> str:
    """Show what a citizen has told and what they can do."""
    me = the_person().id
    with portal().database.reading() as session:
        profile = find_profile(session, me)
        count = count_looks(session, me)
    home = profile.municipality_code if profile else ""
    form = _home_form()
    form.municipality.data = home
    if "again" in request.args:
        form.municipality.data = ""
        form.municipality.validate(form)
    return render_template(
        "my/overview.html",
        title=_("Overblik"),
        form=form,
        home=municipality_names(danish_day(portal().now())).get(home, home),
        number=me,
        looks=count,
        minutes=MINUTES_SHOWN,
        counted=ngettext(
            "En sagsbehandler har åbnet dine oplysninger %(num)s gang.",
            "Sagsbehandlere har åbnet dine oplysninger %(num)s gange.",
            count,
        ),
    )


@pages.post("/my")
@citizen
def tell() -> ResponseReturnValue:
    """Note in which municipality a citizen lives."""
    form = _home_form()
    if not form.validate_on_submit():
        # Whoever goes back to a page that answered a form is asked to send it again, so another one says why.
        return redirect(url_for("my.overview", again=1), 303)
    me, at = the_person(), portal().now()
    try:
        with portal().database.transaction() as session:
            citizen_here = get_citizen_to_change(session, me.id)
            tell_home(session, citizen_here, form.municipality.data, by=person(me.id), at=at)
    except UserNotFound:
        abort(404)
    name = municipality_names(danish_day(at))[form.municipality.data]
    flash(_("Det er gemt, at du bor i %(name)s Kommune.", name=name), "success")
    return redirect(url_for("my.overview"), 303)


@pages.get("/my/home/forget")
@citizen
def confirm_forgetting() -> ResponseReturnValue:
    """Say what it means that the municipality is forgotten, and ask once."""
    with portal().database.reading() as session:
        if find_profile(session, the_person().id) is None:
            return redirect(url_for("my.overview"), 303)
    return render_template("my/forget.html", title=_("Slet min kommune"))


@pages.post("/my/home/forget")
@citizen
def forget() -> ResponseReturnValue:
    """Forget where a citizen lives."""
    me = the_person()
    try:
        with portal().database.transaction() as session:
            citizen_here = get_citizen_to_change(session, me.id)
            forget_home(session, citizen_here, by=person(me.id), at=portal().now())
    except UserNotFound:
        abort(404)
    flash(_("Din kommune er slettet. Ingen sagsbehandler kan åbne dine oplysninger nu."), "success")
    return redirect(url_for("my.overview"), 303)


@pages.get("/my/looks")
@citizen
def looks() -> str:
    """Show who has looked at the citizen's facts, and why."""
    me = the_person().id
    with portal().database.reading() as session:
        page = page_of(count_looks(session, me))
        found = looks_at(session, me, offset=page.offset, limit=ON_A_PAGE)
    return render_template(
        "my/looks.html",
        title=_("Hvem har set mine oplysninger"),
        looks=[_seen_by(look) for look in found],
        minutes=MINUTES_SHOWN,
        page=page,
    )


@pages.get("/my/data")
@citizen
def data() -> str:
    """Let a citizen take their data along, and lead to having them deleted."""
    return render_template("my/data.html", title=_("Mine data"))


@pages.get("/my/data/delete")
@citizen
def confirm_erasing() -> str:
    """Say what is erased and what stays, and ask once."""
    form = EraseForm()
    if "again" in request.args:
        form.understood.validate(form)
    return render_template("my/erase.html", title=_("Slet mine data"), form=form)


@pages.post("/my/data/delete")
@citizen
def erase() -> ResponseReturnValue:
    """Erase everything about the citizen at once, and sign them out."""
    form = EraseForm()
    if not form.validate_on_submit():
        return redirect(url_for("my.confirm_erasing", again=1), 303)
    me, at = the_person().id, portal().now()
    with portal().database.transaction() as session:
        user = find_user(session, me)
        if user is not None:  # else it is the second press of the button
            erase_citizen(session, user, by=person(me), at=at)
    logout_user()
    cookie.clear()
    cookie[ERASED] = True
    return redirect(url_for("my.goodbye"), 303)


@pages.get("/my/goodbye")
@anybody
def goodbye() -> ResponseReturnValue:
    """Say what is erased and what stays, in the browser in which it was done."""
    if ERASED not in cookie:
        return redirect(url_for("front.front"), 303)
    return render_template("my/goodbye.html", title=_("Dine data er slettet"))


def _home_form() -> HomeForm:
    form = HomeForm()
    names = municipality_names(danish_day(portal().now()))
    in_order = sorted(names.items(), key=lambda entry: danish_key(entry[1]))
    form.municipality.choices = [("", _("Vælg kommune")), *in_order]
    return form


def _seen_by(look: Look) -> SeenBy:
    """Say who has looked by their task and municipality, never by name."""
    day = danish_day(look.at)
    name = municipality_names(day).get(look.municipality_code, look.municipality_code)
    return SeenBy(
        day=format_day(day, current_language()),
        time=f"{look.at.astimezone(COPENHAGEN):%H:%M}",
        who=_("En sagsbehandler i %(name)s Kommune", name=name),
        why=_reason(look.purpose),
    )


def _reason(purpose: str) -> str:
    """Say in plain words why somebody has looked."""
    return {
        LookPurpose.GUIDANCE: _("For at vejlede dig"),
        LookPurpose.DECISION: _("For at træffe en afgørelse"),
        LookPurpose.COMPLAINT: _("For at behandle en klage"),
        LookPurpose.CORRECTION: _("For at rette en fejl"),
    }[LookPurpose(purpose)]
