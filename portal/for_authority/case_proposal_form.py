"""The form in which a decision is proposed: what it does, its facts and ground, its days and conditions."""

from collections.abc import Sequence
from datetime import date

from wtforms import DateField, Field, RadioField, SelectMultipleField
from wtforms.validators import Length, Optional

from portal.cases.scope import group_choices, municipality_choices
from portal.cases.words import decision_kind_label
from portal.forms import Form, FreeText, stripped
from portal.locale import gettext as _
from providers.approval.cases.codes import APPROVING, DecisionKind
from providers.approval.cases.models import ApprovalCase
from providers.approval.cases.rules import is_in_time
from providers.approval.cases.terms import Condition, Terms

LONGEST_TEXT, LONGEST_CONDITION = 4_000, 1_000
CONDITIONS = 5
WITH_LAST_DAY = APPROVING | {DecisionKind.SUSPEND}
# A rejection and a warning take effect on the day on which they are decided.
AT_ONCE = frozenset({DecisionKind.REJECT, DecisionKind.WARN})
# Where each fault shows: in the field that mends it.
FIELDS = {
    "without_a_ground": "ground",
    "begins_in_the_past": "first_on",
    "ends_before_it_begins": "last_on",
    "approved_without_an_end": "last_on",
    "suspended_without_an_end": "last_on",
    "lasts_too_long": "last_on",
    "suspended_too_long": "last_on",
    "nothing_is_approved": "first_on",
    "conditions_do_not_fit": "condition_1",
    "not_met_without_condition": "condition_1",
}


class ProposalForm(Form):
    """Propose a decision."""

    kind = RadioField()
    facts = FreeText(filters=[stripped], validators=[Length(max=LONGEST_TEXT)])
    ground = FreeText(filters=[stripped], validators=[Length(max=LONGEST_TEXT)])
    first_on = DateField(validators=[Optional()])
    last_on = DateField(validators=[Optional()])
    municipalities = SelectMultipleField()
    target_groups = SelectMultipleField()
    condition_1 = FreeText(filters=[stripped], validators=[Length(max=LONGEST_CONDITION)])
    due_1 = DateField(validators=[Optional()])
    condition_2 = FreeText(filters=[stripped], validators=[Length(max=LONGEST_CONDITION)])
    due_2 = DateField(validators=[Optional()])
    condition_3 = FreeText(filters=[stripped], validators=[Length(max=LONGEST_CONDITION)])
    due_3 = DateField(validators=[Optional()])
    condition_4 = FreeText(filters=[stripped], validators=[Length(max=LONGEST_CONDITION)])
    due_4 = DateField(validators=[Optional()])
    condition_5 = FreeText(filters=[stripped], validators=[Length(max=LONGEST_CONDITION)])
    due_5 = DateField(validators=[Optional()])

    def rows(self) -> list[tuple[Field, Field]]:
        """Give the rows of conditions, each with its day."""
        return [(self[f"condition_{row}"], self[f"due_{row}"]) for row in range(1, CONDITIONS + 1)]

    def decision_kind(self) -> DecisionKind:
        """Give what is proposed."""
        return DecisionKind(self.kind.data)

    def terms(self, case: ApprovalCase, today: date) -> Terms:
        """Give what the decision shall say."""
        kind = self.decision_kind()
        return Terms(
            facts=self.facts.data,
            ground=self.ground.data,
            first_on=today if kind in AT_ONCE else self.first_on.data or today,
            last_on=self.last_on.data if kind in WITH_LAST_DAY else None,
            municipalities=_narrowed(self.municipalities, case.municipalities),
            target_groups=_narrowed(self.target_groups, case.target_groups),
            conditions=tuple(Condition(text.data, due.data) for text, due in self.rows() if text.data),
        )


def prepare(form: ProposalForm, case: ApprovalCase, kinds: Sequence[DecisionKind], today: date) -> None:
    """Offer what a case can end with, and what was applied for."""
    form.kind.choices = [(each.value, decision_kind_label(each)) for each in kinds]
    form.municipalities.choices = municipality_choices(case.municipalities, today)
    form.target_groups.choices = group_choices(case.target_groups, today)
    if not form.is_submitted():
        form.municipalities.data = [code for code, _name in form.municipalities.choices]
        form.target_groups.data = [code for code, _name in form.target_groups.choices]


def is_whole(form: ProposalForm, kinds: Sequence[DecisionKind]) -> bool:
    """See what the rules of decisions can't see: days without a condition, and an approval for nothing."""
    for text, due in form.rows():
        if due.data and not text.data:
            text.errors = [_("Skriv vilkåret til den dag, du har valgt.")]
    if form.kind.data and form.decision_kind() in APPROVING and form.decision_kind() in kinds:
        for field in (form.municipalities, form.target_groups):
            if not field.data:
                field.errors = [_("Vælg mindst én.")]
    if form.facts.data == "":
        form.facts.errors = [_("Skriv sagens oplysninger.")]
    if form.ground.data == "":
        form.ground.errors = [_("Skriv begrundelsen.")]
    return not form.errors


def say_why(form: ProposalForm, fact: str, sentence: str, today: date) -> None:
    """Put a refusal at the field that mends it."""
    field = form[FIELDS.get(fact, "kind")]
    if fact == "condition_out_of_time":
        last_on = form.last_on.data
        field = next(due for _text, due in form.rows() if not is_in_time(due.data, last_on, today))
    field.errors = [sentence]


def _narrowed(field: Field, applied_for: list[str] | None) -> tuple[str, ...] | None:
    """Give what was chosen; everything where all was applied for and all is chosen."""
    chosen = tuple(field.data or ())
    if applied_for is None and len(chosen) == len(field.choices):
        return None
    return chosen
