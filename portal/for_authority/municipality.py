"""The desk of a municipality's caseworkers: its own residents and nobody else."""

import re

from flask import Blueprint, redirect, render_template, request, url_for
from flask import session as cookie
from flask.typing import ResponseReturnValue
from wtforms import RadioField, StringField

from portal.access import municipality, the_person
from portal.accounts.paging import ON_A_PAGE, page_of
from portal.accounts.workspaces import municipality_of
from portal.forms import Form, Needed
from portal.locale import gettext as _
from portal.locale import ngettext
from portal.state import portal
from providers.people.looks import MINUTES_SHOWN, Desk, find_facts, record_look
from providers.people.models import LookPurpose
from providers.people.profiles import CitizenFacts, count_residents, find_resident
from providers.people.profiles import residents as residents_of
from providers.people.queries import UserNotFound, get_user

pages = Blueprint("municipality", __name__)
# The looks that this browser's session may still show, by number; signing out takes them along.
LOOKS = "looks"
LOOKS_AT_ONCE = 5
# A number as a citizen says it, with or without the word before it; no user's is longer.
# "Borger 12" and "nr. 12." are numbers; below zero there are none.
NUMBER = re.compile(r"(?!.*[-+\u2013\u2212]\s*[0-9])\D*([0-9]{1,10})\D*")
LARGEST_NUMBER = 2**31 - 1


class PurposeForm(Form):
    """Say why one looks at a citizen's facts."""

    purpose = RadioField()


class NumberForm(Form):
    """Find a resident by the number that they have given."""

    number = StringField(validators=[Needed(lambda: _("Skriv det nummer, som borgeren har givet dig."))])


@pages.get("/municipality")
@municipality
def overview() -> str:
    """Show how many residents there are and what needs doing."""
    desk = _desk()
    with portal().database.reading() as session:
        count = count_residents(session, desk.municipality_code)
    name = municipality_of(the_person())
    counted = ngettext(
        "%(num)s borger har valgt %(name)s Kommune.",
        "%(num)s borgere har valgt %(name)s Kommune.",
        count,
        name=name,
    )
    return render_template(
        "municipality/overview.html", title=_("Overblik"), count=count, counted=counted, municipality=name
    )


@pages.get("/municipality/citizens")
@municipality
def residents() -> str:
    """List the municipality's residents by number, without anything about them."""
    return _list_residents(NumberForm(formdata=None))


@pages.get("/municipality/citizens/find")
@municipality
def find() -> ResponseReturnValue:
    """Lead to the resident with a number, or say that there is none."""
    form = NumberForm(request.args)
    if not form.number.validate(form):
        return _list_residents(form)
    number = _number_in(form.number.data)
    with portal().database.reading() as session:
        found = number and find_resident(session, number, _desk().municipality_code)
    if found:
        return redirect(url_for("municipality.resident", citizen=number), 303)
    form.number.errors = [_("Ingen borger i din kommune har det nummer.")]
    return _list_residents(form)


@pages.get("/municipality/citizens/<int(max=2147483647):citizen>")
@municipality
def resident(citizen: int) -> ResponseReturnValue:
    """Show a resident's facts by a look that was noted just now, or else ask what they are needed for."""
    facts = _facts_by_look(citizen)
    if facts is None:
        return _ask_purpose(citizen)
    return render_template(
        "municipality/resident.html",
        title=_reference(citizen),
        facts=facts,
        municipality=municipality_of(the_person()),
        minutes=MINUTES_SHOWN,
    )


@pages.post("/municipality/citizens/<int(max=2147483647):citizen>")
@municipality
def look(citizen: int) -> ResponseReturnValue:
    """Note a look with its purpose; only then are the facts shown."""
    form = _purpose_form()
    if not form.validate_on_submit():
        return redirect(url_for("municipality.resident", citizen=citizen, again=1), 303)
    purpose, at = LookPurpose(form.purpose.data), portal().now()
    try:
        with portal().database.transaction() as session:
            viewer = get_user(session, the_person().id)
            noted = record_look(session, viewer, citizen, purpose, at=at)
    except UserNotFound:
        return _nobody()
    cookie[LOOKS] = [*_looks(), noted.id][-LOOKS_AT_ONCE:]
    return redirect(url_for("municipality.resident", citizen=citizen), 303)


def _desk() -> Desk:
    person = the_person()
    return Desk(person.id, person.municipality_code or "")


def _list_residents(form: NumberForm) -> str:
    desk = _desk()
    with portal().database.reading() as session:
        count = count_residents(session, desk.municipality_code)
        page = page_of(count)
        found = residents_of(session, desk.municipality_code, offset=page.offset, limit=ON_A_PAGE)
    counted = ngettext("%(num)s borger", "%(num)s borgere", count)
    return render_template(
        "municipality/residents.html",
        title=_("Borgere"),
        form=form,
        numbers=found,
        counted=counted,
        page=page,
    )


def _facts_by_look(citizen: int) -> CitizenFacts | None:
    with portal().database.reading() as session:
        for number in reversed(_looks()):
            facts = find_facts(session, number, _desk(), citizen, at=portal().now())
            if facts is not None:
                return facts
    return None


def _looks() -> list[int]:
    """Give the looks that this session has noted lately."""
    held: list[int] = cookie.get(LOOKS, [])
    return held


def _ask_purpose(citizen: int) -> ResponseReturnValue:
    """Ask why somebody looks; whoever does not live here is nobody, whatever is asked."""
    with portal().database.reading() as session:
        if find_resident(session, citizen, _desk().municipality_code) is None:
            return _nobody()
    form = _purpose_form()
    if "again" in request.args:
        form.purpose.validate(form)
    return render_template(
        "municipality/purpose.html",
        title=_reference(citizen),
        form=form,
        citizen=citizen,
        minutes=MINUTES_SHOWN,
    )


def _nobody() -> ResponseReturnValue:
    """Say the same of every number that is no resident's, whether somebody else has it or not."""
    return render_template("municipality/nobody.html", title=_("Borgeren er ikke her")), 404


def _number_in(text: str) -> int | None:
    """Read a citizen's number as somebody writes it."""
    found = NUMBER.fullmatch(text)
    number = int(found[1]) if found else 0
    return number if 0 < number <= LARGEST_NUMBER else None


def _purpose_form() -> PurposeForm:
    form = PurposeForm()
    form.purpose.choices = [
        (LookPurpose.GUIDANCE.value, _("Jeg skal vejlede borgeren")),
        (LookPurpose.DECISION.value, _("Jeg skal træffe en afgørelse")),
        (LookPurpose.COMPLAINT.value, _("Jeg behandler en klage")),
        (LookPurpose.CORRECTION.value, _("Jeg skal rette en fejl")),
    ]
    return form


def _reference(citizen: int) -> str:
    """Name a citizen by number, since nobody here knows any other name."""
    return _("Borger %(number)s", number=citizen)
