"""The questions of the first two steps: where somebody lives, and what they live on."""

from collections.abc import Mapping
from typing import Any

from wtforms import Field, SelectField, StringField
from wtforms.validators import ValidationError

from matching.catalogue import Catalogue
from matching.needs import POSTCODE
from portal.for_citizens import needs_groups
from portal.for_citizens.needs_form import NO, YES, Answers, OneOf, StepForm
from portal.for_citizens.needs_steps import funds_taking
from portal.for_citizens.needs_words import kilometres_label, since_label
from portal.forms import stripped
from portal.locale import current_language, format_month
from portal.locale import gettext as _
from portal.state import portal
from providers.alphabet import danish_key
from providers.courses.choice_rules import months_later
from providers.reference.queries import municipalities_of_postcode, municipality_names

KILOMETRES = (5, 10, 20, 30, 50, 100)


class WhereForm(StepForm):
    """Ask where somebody lives and how far they will go."""

    municipality = SelectField(default="")
    postcode = StringField(filters=[stripped])
    furthest_km = SelectField(default="")

    def offer(self, held: Catalogue, told: Mapping[str, Any]) -> None:
        """Offer the municipalities by name, and some distances."""
        self.names = municipality_names(held.day)
        in_order = sorted(self.names.items(), key=lambda entry: danish_key(entry[1]))
        self.municipality.choices = [("", _("Vælg kommune")), *in_order]
        distances = sorted({*KILOMETRES, told.get("furthest_km") or KILOMETRES[0]})
        self.furthest_km.choices = [
            ("", _("Det er lige meget")),
            *((str(km), kilometres_label(km)) for km in distances),
        ]

    def fill(self, told: Mapping[str, Any]) -> None:
        """Show where and how far."""
        self.municipality.data = told.get("municipality", "")
        self.postcode.data = told.get("postcode", "")
        self.furthest_km.data = str(told.get("furthest_km") or "")

    def validate_postcode(self, field: Field) -> None:
        """Refuse what is no postal code of ours, or lies in another municipality than the one chosen."""
        if not field.data:
            return
        around = municipalities_of_postcode(field.data)
        if not POSTCODE.fullmatch(field.data) or not around:
            raise ValidationError(
                _("Et postnummer har fire cifre, for eksempel 8000. Ret det, eller lad det stå tomt.")
            )
        chosen = self.municipality.data
        if chosen and chosen not in around:
            raise ValidationError(
                _(
                    "%(postcode)s ligger i %(names)s. Ret postnummeret, eller vælg en anden kommune.",
                    postcode=field.data,
                    names=self._named(around),
                )
            )

    def validate_municipality(self, field: Field) -> None:
        """Ask for the municipality, unless the postal code tells it."""
        if field.data:
            return
        around = municipalities_of_postcode(self.postcode.data or "")
        if len(around) > 1:
            raise ValidationError(
                _("Dit postnummer ligger i flere kommuner: %(names)s. Vælg din.", names=self._named(around))
            )
        if not around:
            raise ValidationError(_("Vælg den kommune, du bor i, eller skriv dit postnummer."))

    def answers(self) -> Answers:
        """Give the home and how far; a postal code may tell the municipality."""
        postcode = self.postcode.data or None
        around = municipalities_of_postcode(postcode or "")
        return {
            "municipality": self.municipality.data or around[0],
            "postcode": postcode,
            "furthest_km": int(self.furthest_km.data) if self.furthest_km.data else None,
        }

    def _named(self, codes: tuple[str, ...]) -> str:
        return ", ".join(self.names[code] for code in codes if code in self.names)


class LivingForm(StepForm):
    """Ask what somebody lives on now."""

    living = OneOf(lambda: _("Vælg det, der passer bedst. Er du i tvivl, så vælg ”Det ved jeg ikke”."))

    def offer(self, held: Catalogue, told: Mapping[str, Any]) -> None:
        """Offer the target groups of the day."""
        self.living.choices = needs_groups.living_choices(held.day, current_language())
        self.day = held.day

    def fill(self, told: Mapping[str, Any]) -> None:
        """Show what was chosen."""
        self.living.data = needs_groups.living_of(told.get("target_group"), self.day)


class CashForm(LivingForm):
    """Ask which group of those on kontanthjælp somebody is in."""

    def offer(self, held: Catalogue, told: Mapping[str, Any]) -> None:
        """Offer the groups on kontanthjælp."""
        self.living.choices = needs_groups.cash_choices(held.day, current_language())

    def fill(self, told: Mapping[str, Any]) -> None:
        """Show what was chosen."""
        self.living.data = told.get("target_group", "")


class UnsureForm(CashForm):
    """Ask every group's own question, for whoever does not know what they live on."""

    def offer(self, held: Catalogue, told: Mapping[str, Any]) -> None:
        """Offer every group by its question."""
        self.living.choices = needs_groups.question_choices(held.day, current_language())


class AbleForm(StepForm):
    """Ask what tells the group of somebody on kontanthjælp who has not been told it."""

    young = OneOf(lambda: _("Svar ja eller nej."))
    ready = OneOf(lambda: _("Svar ja eller nej."))

    def offer(self, held: Catalogue, told: Mapping[str, Any]) -> None:
        """Offer yes and no."""
        self.young.choices = self.ready.choices = [(YES, _("Ja")), (NO, _("Nej"))]

    @property
    def target_group(self) -> str:
        """Give the group that the two answers lead to."""
        return needs_groups.CASH_GROUPS[self.young.data == YES, self.ready.data == YES]


class FundForm(StepForm):
    """Ask which a-kasse somebody is a member of."""

    fund = SelectField(default="")

    def offer(self, held: Catalogue, told: Mapping[str, Any]) -> None:
        """Offer the a-kasser that take the target group."""
        taking = funds_taking(held, told.get("target_group"))
        named = [(each.organisation.slug, each.organisation.name) for each in taking]
        in_order = sorted(named, key=lambda entry: danish_key(entry[1]))
        self.fund.choices = [("", _("Ingen af dem")), *in_order]

    def fill(self, told: Mapping[str, Any]) -> None:
        """Show what was chosen."""
        self.fund.data = told.get("fund", "")

    def answers(self) -> Answers:
        """Give the a-kasse."""
        return {"fund": self.fund.data or None}


class SinceForm(StepForm):
    """Ask in which month the benefit began; without an answer nobody can say how long the choice lasts."""

    since = SelectField(default="")

    def offer(self, held: Catalogue, told: Mapping[str, Any]) -> None:
        """Offer the months in which a choice can have begun that has not ended, and all that were before."""
        months = portal().settings.choice_rules.months or 0
        present = held.day.replace(day=1)
        self.offered = [months_later(present, -back) for back in range(months + 2)]
        self.earlier = f"{months_later(self.offered[-1], -1):%Y-%m}"
        self.since.choices = [
            ("", _("Det ved jeg ikke")),
            *((f"{first:%Y-%m}", format_month(first, current_language())) for first in self.offered),
            (self.earlier, since_label(self.offered[-1], current_language())),
        ]

    def fill(self, told: Mapping[str, Any]) -> None:
        """Show what was chosen; a month that is offered no longer was before the others."""
        told_month = told.get("since", "")
        self.since.data = max(told_month, self.earlier) if told_month else ""

    def answers(self) -> Answers:
        """Give the month."""
        return {"since": self.since.data or None}
