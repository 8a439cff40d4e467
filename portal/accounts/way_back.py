"""What somebody reads who was signed out, and the way back to where they were."""

from portal.access import may_open, the_person
from portal.accounts.people import ERASED, LEFT, was_a_citizen, why_signed_out
from portal.accounts.workspaces import home_of
from portal.locale import gettext as _
from providers.people.models import SessionEnd
from providers.people.sessions import IDLE_TOO_LONG, LASTED_TOO_LONG, UNKNOWN


def way_back(target: str) -> str:
    """Give where somebody goes once they are signed in: where they wanted to, if they may, or home."""
    return target if target and may_open(the_person(), target) else home_of(the_person())


def words_for_signed_out(*, led_here: bool) -> str:
    """Say why somebody is signed out; whoever did so themselves is told only when a page led them here."""
    why = why_signed_out()
    if why in (LEFT, ERASED) and not led_here:
        return ""
    if why == SessionEnd.SIGNED_OUT_EVERYWHERE and was_a_citizen():
        return _("Du er logget ud, fordi du selv har logget dig ud i en anden browser.")
    return _words().get(why, "")


def _words() -> dict[str, str]:
    ask = _("Er det en fejl, så tal med den, der styrer adgangen hos jer.")
    return {
        IDLE_TOO_LONG: _("Du er logget ud, fordi du ikke har brugt portalen i 30 minutter."),
        LASTED_TOO_LONG: _("Du er logget ud, fordi det er 12 timer siden, du loggede ind."),
        UNKNOWN: _(
            "Du er logget ud, fordi dit login ikke findes mere. Det er for gammelt, eller du er slettet."
        ),
        LEFT: _("Du er logget ud, fordi du har trykket på ”Log ud” i denne browser."),
        ERASED: _("Du er logget ud, fordi dine data er slettet."),
        SessionEnd.SIGNED_OUT: _("Du er logget ud, fordi du loggede ud her fra en anden browser."),
        SessionEnd.SIGNED_OUT_EVERYWHERE: _(
            "Du er logget ud, fordi du selv, i en anden browser, eller en leder har logget dig ud."
        ),
        SessionEnd.REPLACED: _("Du er logget ud, fordi du har logget ind igen."),
        SessionEnd.RIGHTS_CHANGED: " ".join(
            (
                _("Du er logget ud, fordi din adgang eller din måde at logge ind på er ændret."),
                _("Log ind igen for at se, hvad du har adgang til."),
            )
        ),
        SessionEnd.PASSWORD_CHANGED: _("Du er logget ud, fordi din adgangskode er ændret. Brug den nye."),
        SessionEnd.DISABLED: " ".join((_("Du er logget ud, fordi din konto er lukket."), ask)),
    }
