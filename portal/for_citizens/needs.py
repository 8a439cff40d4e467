"""A citizen's needs in five short steps; the answers stay in the browser."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Response, abort, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from matching.criteria import Criterion
from matching.needs import EMPHASES
from portal.access import public
from portal.for_citizens.needs_cookie import answers, forget, keep
from portal.for_citizens.needs_form import StepForm
from portal.for_citizens.needs_home_forms import (
    AbleForm,
    CashForm,
    FundForm,
    LivingForm,
    SinceForm,
    UnsureForm,
    WhereForm,
)
from portal.for_citizens.needs_steps import (
    LAST_STEP,
    NEEDED,
    NUMBERS,
    Step,
    after,
    before,
    first_missing,
    is_answered,
    next_of_living,
    with_target_group,
)
from portal.for_citizens.needs_wish_forms import HelpForm, MattersForm, WhenForm
from portal.for_citizens.needs_words import criterion_label, weights_label
from portal.locale import gettext as _
from portal.state import catalogue

pages = Blueprint("needs", __name__)

# The form and the page of each step.
FORMS: Mapping[Step, tuple[type[StepForm], str]] = {
    Step.WHERE: (WhereForm, "needs/where.html"),
    Step.LIVING: (LivingForm, "needs/living.html"),
    Step.CASH: (CashForm, "needs/cash.html"),
    Step.ABLE: (AbleForm, "needs/able.html"),
    Step.UNSURE: (UnsureForm, "needs/unsure.html"),
    Step.FUND: (FundForm, "needs/fund.html"),
    Step.SINCE: (SinceForm, "needs/since.html"),
    Step.HELP: (HelpForm, "needs/help.html"),
    Step.WHEN: (WhenForm, "needs/when.html"),
    Step.MATTERS: (MattersForm, "needs/matters.html"),
}
LIST = "list"


@pages.get("/needs/<step>")
@public
def show(step: str) -> ResponseReturnValue:
    """Ask one question, with what was answered before."""
    page, told = _page(step), answers()
    missing = first_missing(told)
    if missing and NUMBERS[page] > NUMBERS[missing]:
        return redirect(url_for(".show", step=missing.value), 303)
    form = FORMS[page][0](formdata=None)
    form.offer(catalogue(), told)
    form.fill(told)
    return _shown(page, form, told)


@pages.post("/needs/<step>")
@public
def answer(step: str) -> ResponseReturnValue:
    """Keep an answer in the browser and lead on to the next question, or to the list."""
    page, told, held = _page(step), answers(), catalogue()
    missing = first_missing(told)
    if missing and NUMBERS[page] > NUMBERS[missing]:
        return redirect(url_for(".show", step=missing.value), 303)
    form = FORMS[page][0]()
    form.offer(held, told)
    if not form.validate_on_submit():
        return _shown(page, form, told), 400
    if isinstance(form, LivingForm) and (asks_on := next_of_living(page, form.living.data)):
        return redirect(url_for(".show", step=asks_on.value), 303)
    group = _target_group(form)
    told = with_target_group(told, group, held) if group else {**told, **form.answers()}
    following = after(page, told, held)
    at_list = following is None or (request.form.get("then") == LIST and first_missing(told) is None)
    target = (
        url_for("ranked.ranked") if at_list or following is None else url_for(".show", step=following.value)
    )
    return keep(make_response(redirect(target, 303)), told)


@pages.post("/needs/forget")
@public
def forget_all() -> Response:
    """Have the browser forget every answer."""
    return forget(make_response(redirect(url_for("front.front"), 303)))


def _page(step: str) -> Step:
    try:
        return Step(step)
    except ValueError:
        abort(404)


def _target_group(form: StepForm) -> str:
    """Give the target group that an answer tells; empty where it tells something else."""
    if isinstance(form, AbleForm):
        return form.target_group
    return str(form.living.data) if isinstance(form, LivingForm) else ""


def _shown(page: Step, form: StepForm, told: Mapping[str, Any]) -> str:
    earlier = before(page, told, catalogue())
    following = after(page, told, catalogue())
    return render_template(
        FORMS[page][1],
        title=_question(page),
        form=form,
        step=page.value,
        number=NUMBERS[page],
        last=LAST_STEP,
        back_url=url_for(".show", step=earlier.value) if earlier else url_for("front.front"),
        skip_url="" if page in NEEDED or is_answered(page, told) else _address(following),
        complete=first_missing(told) is None,
        criterion_labels={name: criterion_label(name) for name in Criterion},
        counted={name: weights_label(weights) for name, weights in EMPHASES.items()},
        municipality=told.get("municipality"),
    )


def _address(step: Step | None) -> str:
    return url_for(".show", step=step.value) if step else url_for("ranked.ranked")


def _question(page: Step) -> str:
    """Give the question of a page."""
    return {
        Step.WHERE: _("Hvor bor du?"),
        Step.LIVING: _("Hvad lever du af nu?"),
        Step.CASH: _("Hvad har kommunen sagt om dig?"),
        Step.ABLE: _("Vi finder ud af det sammen"),
        Step.UNSURE: _("Hvad passer på dig?"),
        Step.FUND: _("Hvilken a-kasse er du medlem af?"),
        Step.SINCE: _("Hvornår begyndte du på den ydelse?"),
        Step.HELP: _("Hvad kan hjælpe dig?"),
        Step.WHEN: _("Hvornår vil du gerne i gang?"),
        Step.MATTERS: _("Hvad betyder mest for dig?"),
    }[page]
