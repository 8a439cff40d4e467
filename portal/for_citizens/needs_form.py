"""What the forms of the five steps share: choices of the day, what was answered before, and answers."""

from collections.abc import Callable, Mapping
from typing import Any

from wtforms import Field, RadioField
from wtforms.validators import ValidationError

from matching.catalogue import Catalogue
from portal.forms import Needed, OpenForm
from portal.locale import gettext as _

YES, NO = "yes", "no"
Answers = dict[str, Any]


class OneOf(RadioField):  # type: ignore[misc]
    """A choice that must be one of those offered; without one it says what to choose."""

    def __init__(self, sentence: Callable[[], str], **more: Any) -> None:
        super().__init__(validate_choice=False, validators=[Needed(sentence), _offered], **more)


class StepForm(OpenForm):
    """Be the ancestor of the five steps' forms."""

    def offer(self, held: Catalogue, told: Mapping[str, Any]) -> None:
        """Give the fields the choices of the day, in the reader's language."""

    def fill(self, told: Mapping[str, Any]) -> None:
        """Show what was answered before."""

    def answers(self) -> Answers:
        """Give the answers under the names of the needs; None takes one back."""
        return {}


def _offered(_form: OpenForm, field: Field) -> None:
    if field.data not in {value for value, _label in field.choices}:
        raise ValidationError(_("Vælg en af mulighederne."))
