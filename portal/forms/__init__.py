"""What all forms share: a token against forged requests, and messages in the reader's language."""

from collections.abc import Callable, Sequence
from typing import Any

from flask_wtf import FlaskForm
from wtforms import Field, TextAreaField
from wtforms.validators import StopValidation, ValidationError

from portal.locale import gettext as _
from providers.cpr import holds_cpr


class Messages:
    """Say what WTForms itself has to say in the reader's language."""

    def gettext(self, text: str) -> str:
        """Give our sentence for one of the library's; its own never reach a reader."""
        if text == "Not a valid choice.":
            return _("Vælg en af mulighederne.")
        return _("Det kan ikke bruges her. Ret det, og prøv igen.")

    def ngettext(self, one: str, many: str, _count: int) -> str:
        """Give our sentence for one of the library's that counts; it fills in the numbers itself."""
        if one.startswith("Field cannot be longer than"):
            return _("Skriv højst %(max)s tegn.", max="%(max)d")
        return self.gettext(one or many)


class Form(FlaskForm):  # type: ignore[misc]
    """Be the ancestor of all forms behind a sign-in; labels stand in the templates."""

    class Meta(FlaskForm.Meta):  # type: ignore[misc]
        """Take the messages from our own catalogue."""

        def get_translations(self, _form: Any) -> Messages:
            """Give what translates."""
            return Messages()


class OpenForm(Form):
    """Be the ancestor of forms on public pages, guarded by the browser's own headers and no token."""

    class Meta(Form.Meta):
        """Ask for no token."""

        csrf = False


class Needed:
    """Ask for a field to be filled in, with a sentence that says what to write."""

    field_flags = {"required": True}  # noqa: RUF012 - WTForms reads it off the class

    def __init__(self, sentence: Callable[[], str]) -> None:
        """Take the sentence as a function, since its language is known in the request only."""
        self._sentence = sentence

    def __call__(self, _form: Any, field: Field) -> None:
        """Refuse an empty field."""
        given = field.data
        if not (given.strip() if isinstance(given, str) else given):
            raise StopValidation(self._sentence())


def refuse_cpr(_form: Any, field: Field) -> None:
    """Refuse a text that holds what looks like a CPR number; what was typed stays for its writer to mend."""
    if fault := fault_of_cpr(field.data or ""):
        raise ValidationError(fault)


def fault_of_cpr(text: str) -> str:
    """Say what to do about a CPR number in a text; nothing where there is none."""
    if not holds_cpr(text):
        return ""
    return _(
        "Her står noget, der ligner et CPR-nummer. Tag det ud, for portalen gemmer ingen CPR-numre. "
        "Er det et P-nummer, så skriv P-nummer foran."
    )


class FreeText(TextAreaField):  # type: ignore[misc]
    """A text of several lines, in which no CPR number may stand."""

    def __init__(
        self, label: str | None = None, validators: Sequence[Callable[..., None]] | None = None, **more: Any
    ) -> None:
        super().__init__(label, (*(validators or ()), refuse_cpr), **more)


def stripped(value: str | None) -> str:
    """Take the spaces off both ends of what somebody typed."""
    return (value or "").strip()
