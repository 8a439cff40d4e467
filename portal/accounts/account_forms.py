"""The forms with which people sign in and look after how they do."""

import re
from typing import Any
from urllib.parse import urlsplit

from wtforms import PasswordField, StringField
from wtforms.validators import ValidationError

from portal.forms import Form, Needed, stripped
from portal.locale import LANGUAGES, speaking
from portal.locale import gettext as _
from portal.state import portal
from providers.people.passwords import LONGEST, SHORTEST, fault_of
from providers.people.rules import is_email, tidy_email


def only_digits(value: str | None) -> str:
    """Take out the spaces that apps show between digits."""
    return re.sub(r"\s", "", value or "")


def as_code(value: str | None) -> str:
    """Write a recovery code as it is kept: capitals and digits, nothing between them."""
    return re.sub(r"[\s-]", "", value or "").upper()


class PasswordSignIn(Form):
    """An address and the password that belongs to it."""

    email = StringField(filters=[stripped], validators=[Needed(lambda: _("Skriv din mailadresse."))])
    password = PasswordField(validators=[Needed(lambda: _("Skriv din adgangskode."))])


class Forgotten(Form):
    """The address to which a link for a new password goes."""

    email = StringField(filters=[stripped], validators=[Needed(lambda: _("Skriv din mailadresse."))])

    def validate_email(self, field: StringField) -> None:
        """Refuse what can be nobody's address, with the same words for everybody."""
        if not is_email(tidy_email(field.data)):
            raise ValidationError(_("Skriv en hel mailadresse, for eksempel anna@firma.dk."))


class Digits(Form):
    """Six digits from an app."""

    code = StringField(
        filters=[only_digits], validators=[Needed(lambda: _("Skriv de seks tal fra din app."))]
    )

    def validate_code(self, field: StringField) -> None:
        """Refuse what can't be a code before it is counted as a try."""
        if not re.fullmatch(r"[0-9]{6}", field.data):
            raise ValidationError(_("Koden skal være seks tal. Skriv de seks tal fra din app."))


class Password(Form):
    """The password, asked for again before something important."""

    old = PasswordField(validators=[Needed(lambda: _("Skriv din adgangskode."))])


class DigitsAndPassword(Digits, Password):
    """Six digits from a new app, and the password."""


class NewPassword(Form):
    """A new password, typed twice, since nobody sees what they type."""

    password = PasswordField(validators=[Needed(lambda: _("Skriv en ny adgangskode."))])
    again = PasswordField(validators=[Needed(lambda: _("Skriv adgangskoden én gang til."))])

    def __init__(self, email: str, name: str | None = None, **more: Any) -> None:
        """Take the mail address and the name of the one who chooses."""
        super().__init__(**more)
        self._email_and_name = (email, name)

    def validate_password(self, field: PasswordField) -> None:
        """Refuse a password that is easily guessed."""
        fault = fault_of(field.data, *self._email_and_name, places=_places())
        if fault is not None:
            raise ValidationError(_fault(fault))

    def validate_again(self, field: PasswordField) -> None:
        """Refuse a slip of the fingers."""
        if field.data != self.password.data:
            raise ValidationError(_("De to adgangskoder er ikke ens. Skriv dem igen."))


class ChangedPassword(NewPassword, Password):
    """A new password, from somebody who knows the old one."""


class Recovery(Form):
    """A recovery code."""

    code = StringField(filters=[as_code], validators=[Needed(lambda: _("Skriv en af dine nødkoder."))])


def _places() -> tuple[str, ...]:
    """Name what a password opens here: the portal in each language, where it is found, and who runs it."""
    settings = portal().settings
    names = []
    for language in LANGUAGES:
        with speaking(language):
            names.append(_("Find hjælp til job"))
    return (*names, urlsplit(settings.address).hostname or "", settings.authority_name)


def _fault(fault: str) -> str:
    """Say what is wrong with a new password and what to do."""
    return {
        "too_short": _("Adgangskoden er for kort. Den skal have mindst %(least)s tegn.", least=SHORTEST),
        "too_long": _("Adgangskoden er for lang. Den må have højst %(most)s tegn.", most=LONGEST),
        "place": _("Adgangskoden ligner portalens navn, så den er let at gætte. Vælg en anden."),
        "personal": _("Adgangskoden ligner dit navn eller din mailadresse. Vælg en anden."),
        "repeated": _("Adgangskoden gentager de samme tegn, så den er let at gætte. Vælg en anden."),
        "row": _("Adgangskoden er tegn i rækkefølge, så den er let at gætte. Vælg en anden."),
        "common": _("Den adgangskode bruger mange, så den er let at gætte. Vælg en anden."),
    }[fault]
