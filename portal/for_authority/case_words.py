"""Words about cases that only the authority reads: days left, time taken, and why something is refused."""

from collections.abc import Mapping
from datetime import date

from portal.locale import gettext as _
from portal.locale import ngettext
from providers.approval.cases.models import ApprovalCase
from providers.approval.cases.queue import OPEN
from providers.organisations.models import IdentifiedBy
from providers.people.models import User
from providers.working_days import working_days_until


def days_left(case: ApprovalCase, today: date) -> str:
    """Say how many working days are left to decide a case, or how many it is over."""
    if case.decide_by is None or case.state not in OPEN:
        return ""
    left = working_days_until(today, case.decide_by)
    if case.decide_by == today:
        return _("Sidste dag er i dag")
    if case.decide_by > today:
        return ngettext("%(num)s arbejdsdag tilbage", "%(num)s arbejdsdage tilbage", left)
    return ngettext("%(num)s arbejdsdag over fristen", "%(num)s arbejdsdage over fristen", -left)


def name_of(people: Mapping[int, User], number: int | None) -> str:
    """Name whoever did something; the clock has no number, and whoever is erased no name."""
    if number is None:
        return _("Portalen")
    user = people.get(number)
    return (user.name if user else None) or _("Bruger nummer %(number)s", number=number)


def check_refusal(fact: str) -> str:
    """Say why a check, a note or a letter was refused."""
    return {
        "without_a_ground": _("Skriv, hvorfor sagen bliver åbnet."),
        "already_reviewed": _("Der er allerede en åben sag om den aktør."),
        "not_a_judgement": _("Vælg en af mulighederne."),
        "without_a_note": _("Skriv en note, som siger hvorfor."),
        "without_a_text": _("Skriv en tekst."),
        "text_too_long": _("Skriv højst 4.000 tegn."),
        "found_out_by_the_portal": _("Det finder portalen selv ud af. Kør kontrollen igen."),
        "not_under_examination": _("Sagen bliver ikke behandlet nu, så den kan ikke vurderes."),
    }[fact]


def decision_refusal(fact: str) -> str:
    """Say why a decision can't be proposed or made like this."""
    return (
        _of_form(fact)
        or {
            "not_all_checked": _("Der er standarder, som ingen har vurderet endnu. Vurder dem først."),
            "not_heard": _("Aktøren skal høres om netop den afgørelse først, og have tid til at svare."),
            "sent_back_without_a_note": _("Skriv, hvad der skal ændres."),
            "proposed_by_the_same_person": _(
                "Du har selv foreslået afgørelsen. En anden leder skal afgøre den."
            ),
            "heard_too_briefly": _("Aktøren skal have 14 dage til at svare på en partshøring."),
            "nothing_is_approved": _(
                "Aktøren har ingen godkendelse efter den dag. Vælg en tidligere dag, eller luk sagen."
            ),
            "nothing_is_proposed": _("Der er ikke noget forslag at afgøre."),
        }[fact]
    )


def _of_form(fact: str) -> str | None:
    return {
        "not_of_this_case": _("Sagen kan ikke ende sådan."),
        "without_a_ground": _("Skriv både sagens oplysninger og begrundelsen."),
        "begins_in_the_past": _("Vælg en dag, der ikke er gået."),
        "ends_before_it_begins": _("Den sidste dag skal komme efter den første."),
        "conditions_do_not_fit": _(
            "En godkendelse med vilkår skal have mindst ét vilkår. Andre afgørelser har ingen."
        ),
        "approved_without_an_end": _("Vælg den sidste dag, godkendelsen gælder."),
        "not_met_without_condition": _(
            "Der er standarder, som ikke er opfyldt. Vælg godkendelse med vilkår, og skriv vilkåret."
        ),
        "lasts_too_long": _("Så længe kan godkendelsen ikke gælde. Vælg en tidligere dag."),
        "suspended_without_an_end": _("Vælg den sidste dag, suspensionen gælder."),
        "suspended_too_long": _(
            "Suspensionen kan ikke vare længere end godkendelsen. Vælg en tidligere dag, "
            "eller tilbagekald godkendelsen."
        ),
        "condition_out_of_time": _(
            "Dagen for vilkåret skal komme tidligst i dag og senest den dag, godkendelsen ender."
        ),
    }.get(fact)


def identified_label(identified_by: str) -> str:
    """Say how it is known who acts for a company that came by itself; nothing of one that we entered."""
    return {
        IdentifiedBy.AUTHORITY: "",
        IdentifiedBy.BROKER: _(
            "Ansøgeren oprettede virksomheden og beviste med sit login, at de arbejder der."
        ),
        IdentifiedBy.MAIL: _(
            "Ansøgeren oprettede selv virksomheden. Kun mailadressen er bekræftet, så se efter, om de må "
            "handle for den."
        ),
    }[IdentifiedBy(identified_by)]
