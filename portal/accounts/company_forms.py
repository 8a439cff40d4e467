"""The fields with which somebody brings in a company, and what is said about each that can't be used."""

from typing import Any

from wtforms import RadioField, StringField

from portal.forms import Form, Needed, refuse_cpr, stripped
from portal.labels import kind_label
from portal.locale import gettext as _
from providers.organisations.sign_ups import KINDS


class CompanyNumber(Form):
    """Take a company's number; it stands first, so that faults are told in the order of the page."""

    cvr = StringField(filters=[stripped], validators=[Needed(lambda: _("Skriv virksomhedens CVR-nummer."))])


class CompanyFields(Form):
    """Take a company's name and what kind of actor it wants to be."""

    company = StringField(
        filters=[stripped],
        validators=[Needed(lambda: _("Skriv virksomhedens navn, som det står i CVR.")), refuse_cpr],
    )
    # Whether it is one of the choices is decided with the rest of the company.
    kind = RadioField(validate_choice=False, validators=[Needed(lambda: _("Vælg, hvad I er."))])

    def __init__(self, **more: Any) -> None:
        """Name the kinds in the reader's language."""
        super().__init__(**more)
        self.kind.choices = [(kind.value, kind_label(kind)) for kind in KINDS]


class SignUpForm(CompanyNumber, CompanyFields):
    """Take who asks, too."""

    name = StringField(filters=[stripped], validators=[Needed(lambda: _("Skriv dit navn.")), refuse_cpr])
    email = StringField(
        filters=[stripped], validators=[Needed(lambda: _("Skriv din mailadresse på arbejdet."))]
    )


def say_of_company(form: Any, fact: str) -> None:
    """Put what is wrong with a company beside its field."""
    if fact == "number":
        form.cvr.errors = [
            _("Det er ikke et CVR-nummer. Skriv de otte cifre, og se efter, om et er forkert.")
        ]
    elif fact == "name":
        form.company.errors = [_("Navnet må højst være på 200 tegn.")]
    else:
        form.kind.errors = [_("Vælg en af mulighederne.")]


def say_of_person(form: Any, fact: str) -> None:
    """Put what is wrong with a name or an address beside its field."""
    if fact == "name_missing_or_too_long":
        form.name.errors = [_("Navnet må højst være på 120 tegn.")]
    else:
        form.email.errors = [_("Skriv en hel mailadresse, for eksempel anna@firma.dk.")]
