"""Put into words whether somebody has a free choice of actor, until when, and if not, why."""

from portal.locale import format_day
from portal.locale import gettext as _
from providers.courses.choice_rules import Answer, ChoiceRules, Verdict
from providers.reference.models import NATIONAL_LANGUAGE


def name_of(rules: ChoiceRules, language: str) -> str:
    """Give what the scheme is called within a sentence."""
    return rules.name_da if language == NATIONAL_LANGUAGE else rules.name_en


def verdict_words(verdict: Verdict, rules: ChoiceRules, language: str) -> str:
    """Say in a sentence or two what the rules say of one person, by what they have told."""
    day = format_day(verdict.day, language) if verdict.day else ""
    name = name_of(rules, language)
    months = rules.months or 0
    sentences = {
        Answer.YES: lambda: _(
            "Du kan selv vælge, hvem der skal hjælpe dig. Det kan du til og med %(day)s.", day=day
        ),
        Answer.WHILE_NEW: lambda: _(
            "Du kan selv vælge, hvem der skal hjælpe dig, de første %(months)s måneder.", months=months
        ),
        Answer.LAST_MONTH: lambda: _(
            "Du kan selv vælge lidt endnu. Det slutter senest %(day)s. "
            "Dagen afhænger af, hvornår din ydelse begyndte.",
            day=day,
        ),
        Answer.NOT_YET: lambda: _("Du kan ikke selv vælge endnu. Det kan du fra %(day)s.", day=day),
        Answer.OVER: lambda: _("Du kan ikke selv vælge mere. Ordningen sluttede %(day)s.", day=day),
        Answer.OTHER_MUNICIPALITY: lambda: _(
            "Din kommune er ikke med i %(name)s. Derfor har du ikke ret til selv at vælge.", name=name
        ),
        Answer.OTHER_TARGET_GROUP: lambda: _(
            "Den ydelse, du får, er ikke med i %(name)s. Derfor har du ikke ret til selv at vælge.", name=name
        ),
        Answer.BEGAN_BEFORE: lambda: _(
            "Du har ikke ret til selv at vælge, for din ydelse begyndte før %(day)s.", day=day
        ),
        Answer.TOO_LONG: lambda: _(
            "Du kan ikke selv vælge mere. Det gælder kun de første %(months)s måneder, og de er gået.",
            months=months,
        ),
    }
    return sentences[verdict.answer]()
