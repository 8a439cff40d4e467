"""How a company becomes an approved actor: what happens, what to have ready, and how long it takes."""

from datetime import timedelta

from flask import Blueprint, render_template

from portal.cases.words import duration_sentences
from portal.locale import current_language
from portal.locale import gettext as _
from portal.public_pages import public_page
from portal.state import catalogue, portal
from providers.approval.cases.duration import durations
from providers.approval.cases.queue import decided_since
from providers.approval.standard_files import standards_on
from providers.approval.standard_set import CheckKind

pages = Blueprint("becoming", __name__)
A_YEAR = timedelta(days=365)


@pages.get("/become-approved")
@public_page
def how() -> str:
    """Explain it to whoever thinks about applying."""
    standards, language = standards_on(catalogue().day), current_language()
    with portal().database.reading() as session:
        took = durations(decided_since(session, portal().now() - A_YEAR))
    return render_template(
        "becoming.html",
        title=_("Bliv godkendt aktør"),
        judged=[
            (each.name.text(language), each.evidence.text(language))
            for each in standards.standards
            if each.kind is CheckKind.JUDGEMENT
        ],
        light_below=standards.limits.light_below,
        days_to_decide=portal().settings.days_to_decide,
        durations=duration_sentences(took),
    )
