"""The questions of the last three steps: what helps, how soon, and what matters most."""

from collections.abc import Mapping
from dataclasses import asdict, fields
from typing import Any

from wtforms import Field, RadioField, SelectMultipleField, StringField
from wtforms.validators import ValidationError

from matching.catalogue import Catalogue
from matching.facets import Facet
from matching.needs import EMPHASES, MOST_WEIGHT, STANDARD, Weights
from portal.for_citizens import labels
from portal.for_citizens.needs_form import Answers, OneOf, StepForm
from portal.for_citizens.needs_words import days_label, emphasis_label
from portal.forms import stripped
from portal.locale import NATIONAL_LANGUAGE, current_language
from portal.locale import gettext as _
from providers.alphabet import danish_key
from providers.listings.content import MeetingFormat
from providers.reference.queries import kinds_of_support

DAYS = (7, 14, 30, 60)
OWN = "own"


class HelpForm(StepForm):
    """Ask what would help; each field is a list of wishes under its name among the needs."""

    support = SelectMultipleField()
    fields = SelectMultipleField()
    formats = SelectMultipleField()
    accommodations = SelectMultipleField()
    languages = SelectMultipleField()

    def offer(self, held: Catalogue, told: Mapping[str, Any]) -> None:
        """Offer what the target group can get, all other wishes, and the languages that somebody speaks."""
        language, group = current_language(), told.get("target_group")
        self.support.choices = [
            (kind.id, kind.name(language))
            for kind in kinds_of_support(held.day)
            if group is None or group in kind.target_groups or kind.id in told.get("support", ())
        ]
        self.fields.choices = list(labels.field_of_work_names(held.day, language).items())
        self.accommodations.choices = list(labels.accommodation_names(held.day, language).items())
        self.formats.choices = [(way.value, labels.format_label(way)) for way in MeetingFormat]
        spoken = {code: labels.language_name(code, language) for code in held.facets.codes(Facet.LANGUAGE)}
        spoken.pop(NATIONAL_LANGUAGE, None)
        self.languages.choices = sorted(spoken.items(), key=lambda entry: danish_key(entry[1]))

    def fill(self, told: Mapping[str, Any]) -> None:
        """Show what was ticked."""
        for field in self:
            field.data = list(told.get(field.name, ()))

    def answers(self) -> Answers:
        """Give what was ticked."""
        return {field.name: field.data for field in self}


class WhenForm(StepForm):
    """Ask how soon somebody wants to begin."""

    start = RadioField(default="")

    def offer(self, held: Catalogue, told: Mapping[str, Any]) -> None:
        """Offer some numbers of days, and no limit."""
        days = sorted({*DAYS, told.get("start_within_days") or DAYS[0]})
        self.start.choices = [
            *((str(number), days_label(number)) for number in days),
            ("", _("Det haster ikke")),
        ]

    def fill(self, told: Mapping[str, Any]) -> None:
        """Show what was chosen."""
        self.start.data = str(told.get("start_within_days") or "")

    def answers(self) -> Answers:
        """Give the most days to wait."""
        return {"start_within_days": int(self.start.data) if self.start.data else None}


class Weight(StringField):  # type: ignore[misc]
    """A weight as somebody writes it; what can't be one stays in the field, so that they can mend it."""

    def __init__(self, **more: Any) -> None:
        super().__init__(filters=[stripped], **more)

    def pre_validate(self, form: Any) -> None:
        """Refuse what is no weight, where weights of one's own are chosen."""
        if form.emphasis.data == OWN and self.number is None:
            raise ValidationError(_("Skriv et helt tal fra 0 til %(most)s.", most=MOST_WEIGHT))

    @property
    def number(self) -> int | None:
        """Give the weight, if it is one."""
        text = self.data or ""
        is_one = text.isascii() and text.isdigit() and len(text) <= len(str(MOST_WEIGHT))
        return int(text) if is_one and int(text) <= MOST_WEIGHT else None


class MattersForm(StepForm):
    """Ask what matters most: one of the ready answers, or weights of one's own."""

    emphasis = OneOf(lambda: _("Vælg, hvad der betyder mest for dig."))
    result = Weight()
    ratings = Weight()
    waiting = Weight()
    distance = Weight()
    wishes = Weight()

    def offer(self, held: Catalogue, told: Mapping[str, Any]) -> None:
        """Offer the ready answers."""
        self.emphasis.choices = [(name, emphasis_label(name)) for name in (*EMPHASES, OWN)]

    def fill(self, told: Mapping[str, Any]) -> None:
        """Show the weights that count now, and which answer they are."""
        counted = asdict(STANDARD) | told.get("weights", {})
        self.emphasis.data = next(
            (name for name, weights in EMPHASES.items() if asdict(weights) == counted), OWN
        )
        for name, weight in counted.items():
            self[name].data = str(weight)

    def validate_emphasis(self, field: Field) -> None:
        """Refuse weights under which nothing counts."""
        numbers = [each.number for each in self.weights]
        if field.data == OWN and None not in numbers and not any(numbers):
            raise ValidationError(_("Mindst et af dine egne tal skal være over 0."))

    def answers(self) -> Answers:
        """Give the weights; the published ones need not be kept."""
        if self.emphasis.data == OWN:
            weights = Weights(**{each.name: each.number or 0 for each in self.weights})
        else:
            weights = EMPHASES[self.emphasis.data]
        return {"weights": None if weights == STANDARD else asdict(weights)}

    @property
    def weights(self) -> list[Weight]:
        """Give the fields of the weights."""
        return [self[each.name] for each in fields(Weights)]
