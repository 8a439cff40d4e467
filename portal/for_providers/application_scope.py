"""Who applies, and for what: the number of employees, and where and whom the organisation wants to help."""

from flask import Blueprint, abort, redirect, render_template
from flask.typing import ResponseReturnValue
from wtforms import Field, IntegerField, RadioField, SelectMultipleField
from wtforms.validators import Optional

from portal.access import member
from portal.cases.acting import WAS_FIRST
from portal.for_providers.application_acting import CASE, conflict, draft_or_leave, held_draft
from portal.for_providers.application_steps import next_address
from portal.forms import Form
from portal.locale import current_language
from portal.locale import gettext as _
from portal.state import portal
from providers.approval.cases.applying import Scope, set_scope
from providers.approval.cases.models import ApprovalCase
from providers.approval.standard_files import standards_on
from providers.approval.standard_set import Track
from providers.clock import danish_day
from providers.reference.queries import municipality_names, target_groups

pages = Blueprint("application_scope", __name__)
MOST_EMPLOYEES = 1_000_000
ALL, SOME = "all", "some"


class WhoForm(Form):
    """Say how large the organisation is."""

    employees = IntegerField(validators=[Optional()])


class ScopeForm(Form):
    """Say where and whom the organisation wants to help."""

    area = RadioField(validators=[Optional()])
    municipalities = SelectMultipleField(validators=[Optional()])
    groups = RadioField(validators=[Optional()])
    target_groups = SelectMultipleField(validators=[Optional()])

    def __init__(self, *args: object, **values: object) -> None:
        super().__init__(*args, **values)
        today, language = danish_day(portal().now()), current_language()
        self.area.choices = [(ALL, _("Hele landet")), (SOME, _("Kun nogle kommuner"))]
        self.groups.choices = [(ALL, _("Alle målgrupper")), (SOME, _("Kun nogle målgrupper"))]
        self.municipalities.choices = sorted(municipality_names(today).items(), key=lambda each: each[1])
        self.target_groups.choices = [(each.id, each.name(language)) for each in target_groups(today)]

    def fill(self, case: ApprovalCase) -> None:
        """Show what was chosen before."""
        self.area.data, self.municipalities.data = _shown(case.municipalities)
        self.groups.data, self.target_groups.data = _shown(case.target_groups)


@pages.get(f"{CASE}/who")
@member
def who(organisation: str, case_id: int) -> ResponseReturnValue:
    """Ask how many employees there are."""
    form = WhoForm(formdata=None)
    with portal().database.reading() as session:
        form.employees.data = _asked_about_size(draft_or_leave(session, organisation, case_id)[0]).employees
    return _who_page(organisation, case_id, form)


@pages.post(f"{CASE}/who")
@member
def save_who(organisation: str, case_id: int) -> ResponseReturnValue:
    """Keep how many employees there are, which decides the track."""
    form = WhoForm()
    number = form.employees.data
    if not form.validate() or number is None or not 0 <= number <= MOST_EMPLOYEES:
        form.employees.errors = [_("Skriv et helt tal, for eksempel 8. Har I ingen ansatte, så skriv 0.")]
        return _who_page(organisation, case_id, form)
    try:
        with portal().database.transaction() as session:
            case, party = held_draft(session, organisation, case_id)
            _asked_about_size(case)
            standards = standards_on(danish_day(portal().now()))
            set_scope(case, party, standards, Scope(number, *_codes(case)), at=portal().now())
            way_on = next_address(organisation, case, "who")
    except WAS_FIRST:
        return conflict(organisation, case_id, [(_("Antal ansatte"), str(number))])
    return redirect(way_on, 303)


@pages.get(f"{CASE}/scope")
@member
def scope(organisation: str, case_id: int) -> ResponseReturnValue:
    """Ask where and whom the organisation wants to help."""
    form = ScopeForm(formdata=None)
    with portal().database.reading() as session:
        form.fill(draft_or_leave(session, organisation, case_id)[0])
    return _scope_page(organisation, case_id, form)


@pages.post(f"{CASE}/scope")
@member
def save_scope(organisation: str, case_id: int) -> ResponseReturnValue:
    """Keep where and whom the organisation wants to help."""
    form = ScopeForm()
    if not (form.validate() & _is_chosen(form)):
        return _scope_page(organisation, case_id, form)
    try:
        with portal().database.transaction() as session:
            case, party = held_draft(session, organisation, case_id)
            wanted = Scope(
                case.employees,
                _wanted(form.area, form.municipalities),
                _wanted(form.groups, form.target_groups),
            )
            at = portal().now()
            set_scope(case, party, standards_on(danish_day(at)), wanted, at=at)
            way_on = next_address(organisation, case, "scope")
    except WAS_FIRST:
        return conflict(organisation, case_id, _typed(form))
    return redirect(way_on, 303)


def _who_page(slug: str, case_id: int, form: WhoForm) -> ResponseReturnValue:
    with portal().database.reading() as session:
        case, _party = draft_or_leave(session, slug, case_id)
    page = render_template(
        "office/application_who.html",
        title=_("Hvem I er"),
        organisation=slug,
        case=case,
        form=form,
        light_below=standards_on(danish_day(portal().now())).limits.light_below,
    )
    return page, 400 if form.errors else 200


def _scope_page(slug: str, case_id: int, form: ScopeForm) -> ResponseReturnValue:
    with portal().database.reading() as session:
        case, _party = draft_or_leave(session, slug, case_id)
    page = render_template(
        "office/application_scope.html",
        title=_("Hvor og hvem I vil hjælpe"),
        organisation=slug,
        case=case,
        form=form,
    )
    return page, 400 if form.errors else 200


def _asked_about_size(case: ApprovalCase) -> ApprovalCase:
    """Give a case whose party is asked how large it is; the law itself gives public actors their track."""
    if case.track == Track.PUBLIC:
        abort(404)
    return case


def _is_chosen(form: ScopeForm) -> bool:
    for which, some in ((form.area, form.municipalities), (form.groups, form.target_groups)):
        if not which.data:
            which.errors = [_("Vælg en af mulighederne.")]
        elif which.data == SOME and not some.data:
            some.errors = [_("Vælg mindst én.")]
    return not form.errors


def _wanted(which: Field, some: Field) -> tuple[str, ...] | None:
    return None if which.data == ALL else tuple(some.data)


def _shown(codes: list[str] | None) -> tuple[str | None, list[str]]:
    if codes is None:
        return ALL, []
    return (SOME if codes else None), codes


def _codes(case: ApprovalCase) -> tuple[tuple[str, ...] | None, tuple[str, ...] | None]:
    return (
        None if case.municipalities is None else tuple(case.municipalities),
        None if case.target_groups is None else tuple(case.target_groups),
    )


def _typed(form: ScopeForm) -> list[tuple[str, str]]:
    typed = []
    for which, some, label in (
        (form.area, form.municipalities, _("Kommuner")),
        (form.groups, form.target_groups, _("Målgrupper")),
    ):
        names = dict(which.choices if which.data == ALL else some.choices)
        codes = [which.data] if which.data == ALL else some.data
        typed.append((label, ", ".join(names[code] for code in codes)))
    return typed
