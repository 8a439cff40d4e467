"""What a caseworker writes in a case: a question, a hearing, a note, or why a review is closed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from flask import Blueprint, flash, redirect, render_template
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session
from wtforms import DateField, Field, RadioField
from wtforms.validators import Optional

from portal.access import caseworker
from portal.cases.acting import WAS_FIRST, the_act
from portal.cases.letters import inquiry_letter
from portal.cases.words import decision_kind_label
from portal.for_authority.case_acting import CASE, address_of, conflict, get_or_404, held
from portal.for_authority.case_words import check_refusal, decision_refusal
from portal.forms import Form, FreeText, Needed, stripped
from portal.labels import day_label
from portal.locale import gettext as _
from portal.state import portal
from providers.approval.cases import examining, letters
from providers.approval.cases.codes import CaseAction, CaseKind, CaseState, DecisionKind, LetterKind
from providers.approval.cases.examining import HEARING_DAYS, CheckNotPossible
from providers.approval.cases.models import ApprovalCase, Inquiry
from providers.approval.cases.moves import may
from providers.approval.cases.rules import DecisionNotAllowed, kinds_for
from providers.approval.standard_set import Track
from providers.clock import danish_day
from providers.organisations.members import members
from providers.organisations.models import Organisation
from providers.working_days import add_working_days, is_working_day, working_day_on_or_after

pages = Blueprint("case_steps", __name__)
STEP = f"{CASE}/<any(information, hearing, note, close):step>"
USUAL_DAYS = timedelta(days=HEARING_DAYS)
FEWEST_WORKING_DAYS = 3
LONGEST = timedelta(days=365)


class StepForm(Form):
    """Write something in a case; each step uses the fields that it needs."""

    about = RadioField(validators=[Optional()])
    text = FreeText(filters=[stripped], validators=[Needed(lambda: _("Skriv en tekst."))])
    due_on = DateField(validators=[Optional()])


@dataclass(frozen=True, slots=True)
class Step:
    """A step: its title, what it does, the button, what is said after it, and whether it needs a move."""

    title: Callable[[], str]
    consequence: Callable[[], str]
    button: Callable[[], str]
    done: Callable[[], str]
    action: CaseAction | None
    take: Callable[[Session, ApprovalCase, StepForm], Inquiry | None]
    has_day: bool = False


@pages.get(STEP)
@caseworker
def ask(case_id: int, step: str) -> ResponseReturnValue:
    """Ask what shall be written."""
    return _page(case_id, step, StepForm(formdata=None))


@pages.post(STEP)
@caseworker
def take(case_id: int, step: str) -> ResponseReturnValue:
    """Take a step, and write the letter that it takes in the same transaction."""
    form, wanted = StepForm(), STEPS[step]
    with portal().database.reading() as session:
        _prepare(form, get_or_404(session, case_id)[0], step)
    if not (form.validate() and _day_fits(form, step) and _names_a_decision(form, step)):
        return _page(case_id, step, form)
    try:
        with portal().database.transaction() as session:
            case = held(session, case_id)
            inquiry = wanted.take(session, case, form)
            if inquiry is not None:
                _write(session, case, inquiry)
    except CheckNotPossible as refused:
        form.text.errors = [check_refusal(refused.fact)]
        return _page(case_id, step, form)
    except DecisionNotAllowed as refused:
        form.about.errors = [decision_refusal(refused.fact)]
        return _page(case_id, step, form)
    except WAS_FIRST:
        return conflict(case_id, [(_("Tekst"), form.text.data)])
    flash(wanted.done(), "success")
    return redirect(address_of(case_id), 303)


def _page(case_id: int, step: str, form: StepForm) -> ResponseReturnValue:
    wanted = STEPS[step]
    with portal().database.reading() as session:
        case, organisation = get_or_404(session, case_id)
        has_nobody = not members(session, organisation.id)
    if wanted.action and not may(CaseKind(case.kind), CaseState(case.state), wanted.action):
        return conflict(case_id, [(_("Tekst"), form.text.data)])
    _prepare(form, case, step)
    page = render_template(
        "authority/case_step.html",
        title=wanted.title(),
        case=case,
        organisation=organisation.name,
        form=form,
        step=step,
        has_day=wanted.has_day,
        consequence=wanted.consequence(),
        button=wanted.button(),
        earliest=day_label(_earliest(step)),
        nobody_reads=wanted.has_day and has_nobody,
    )
    return page, 400 if form.errors else 200


def _prepare(form: StepForm, case: ApprovalCase, step: str) -> None:
    kinds = kinds_for(CaseKind(case.kind), Track(case.track)) if step == "hearing" else ()
    form.about.choices = [(each.value, decision_kind_label(each)) for each in kinds]
    if not form.is_submitted():
        form.due_on.data = working_day_on_or_after(_today() + USUAL_DAYS)


def _day_fits(form: StepForm, step: str) -> bool:
    """See that the party gets time enough, and that its time ends on a day on which somebody works."""
    if not STEPS[step].has_day:
        return True
    day: date | None = form.due_on.data
    earliest = _earliest(step)
    if day is None:
        return _refuse(form.due_on, _("Vælg en dag."))
    if day < earliest:
        return _refuse(
            form.due_on, _("Aktøren skal have tid nok. Vælg tidligst %(day)s.", day=day_label(earliest))
        )
    if day > _today() + LONGEST:
        return _refuse(form.due_on, _("Vælg en dag inden for et år."))
    if not is_working_day(day):
        following = day_label(working_day_on_or_after(day))
        return _refuse(
            form.due_on, _("Fristen skal være en arbejdsdag. Den næste er %(day)s.", day=following)
        )
    return True


def _names_a_decision(form: StepForm, step: str) -> bool:
    if step != "hearing" or form.about.data:
        return True
    return _refuse(form.about, _("Vælg, hvad I overvejer."))


def _refuse(field: Field, sentence: str) -> bool:
    field.errors = [sentence]
    return False


def _today() -> date:
    return danish_day(portal().now())


def _earliest(step: str) -> date:
    """Give the first day on which the time to answer may end: a hearing has more of it than a question."""
    if step == "hearing":
        return working_day_on_or_after(_today() + USUAL_DAYS)
    return add_working_days(_today(), FEWEST_WORKING_DAYS)


def _write(session: Session, case: ApprovalCase, inquiry: Inquiry) -> None:
    """Write the letter; each member is mailed a notice when its file is made."""
    at, organisation = portal().now(), session.get_one(Organisation, case.organisation_id)
    content = inquiry_letter(portal().settings, case, organisation, inquiry, at)
    letters.write(session, case, LetterKind(inquiry.kind), content, at=at, inquiry=inquiry)


def _ask(session: Session, case: ApprovalCase, form: StepForm) -> Inquiry:
    return examining.ask(session, case, form.text.data, due_on=form.due_on.data, act=the_act())


def _hear(session: Session, case: ApprovalCase, form: StepForm) -> Inquiry:
    about = DecisionKind(form.about.data)
    return examining.hear(session, case, about, form.text.data, due_on=form.due_on.data, act=the_act())


def _note(session: Session, case: ApprovalCase, form: StepForm) -> None:
    examining.note(session, case, form.text.data, act=the_act())


def _close(session: Session, case: ApprovalCase, form: StepForm) -> None:
    examining.close(session, case, form.text.data, act=the_act())


STEPS: Mapping[str, Step] = {
    "information": Step(
        title=lambda: _("Bed om oplysninger"),
        consequence=lambda: _(
            "Aktøren får et brev og en mail. Sagen venter, til aktøren har svaret, eller fristen er gået."
        ),
        button=lambda: _("Send brevet"),
        done=lambda: _("Brevet er på vej til aktøren."),
        action=CaseAction.ASK,
        take=_ask,
        has_day=True,
    ),
    "hearing": Step(
        title=lambda: _("Send i partshøring"),
        consequence=lambda: _(
            "Aktøren får at vide, hvad I overvejer og hvorfor, og kan svare. "
            "Sagen venter, til aktøren har svaret, eller fristen er gået."
        ),
        button=lambda: _("Send i partshøring"),
        done=lambda: _("Partshøringen er på vej til aktøren."),
        action=CaseAction.HEAR,
        take=_hear,
        has_day=True,
    ),
    "note": Step(
        title=lambda: _("Skriv en note"),
        consequence=lambda: _("Noten er til kolleger. Aktøren kan bede om at få den at se."),
        button=lambda: _("Gem noten"),
        done=lambda: _("Noten er gemt."),
        action=None,
        take=_note,
    ),
    "close": Step(
        title=lambda: _("Luk sagen uden afgørelse"),
        consequence=lambda: _("Godkendelsen gælder som før. Det kan ikke gøres om."),
        button=lambda: _("Luk sagen"),
        done=lambda: _("Sagen er lukket."),
        action=CaseAction.CLOSE,
        take=_close,
    ),
}
