"""Who has a free choice of actor: the rules in force here, in plain words."""

from flask import Blueprint, render_template

from portal.for_citizens.free_choice_words import name_of
from portal.locale import current_language, format_day
from portal.locale import gettext as _
from portal.public_pages import public_page
from portal.state import catalogue, portal
from providers.alphabet import danish_key
from providers.reference.queries import municipality_names, target_groups

pages = Blueprint("free_choice", __name__)


@pages.get("/free-choice")
@public_page
def rules() -> str:
    """Say who may choose for themselves, where, and for how long."""
    held, language, day = portal().settings.choice_rules, current_language(), catalogue().day
    names = municipality_names(day)
    groups = {group.id: group for group in target_groups(day)}
    return render_template(
        "free_choice.html",
        title=_("Hvem kan selv vælge?"),
        name=name_of(held, language),
        rules=held,
        first_day=format_day(held.valid_from, language),
        last_day=format_day(held.valid_to, language),
        coming=day < held.valid_from,
        over=day > held.valid_to,
        municipalities=sorted((names.get(code, code) for code in held.municipalities or ()), key=danish_key),
        groups=[
            groups[code].name(language) if code in groups else code
            for code in sorted(held.target_groups or ())
        ],
    )
