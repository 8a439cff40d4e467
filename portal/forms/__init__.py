"""What all forms share: a token against forged requests, and messages in the reader's language."""

from collections.abc import Callable
from typing import Any

from flask_wtf import FlaskForm
from wtforms import Field
from wtforms.validators import StopValidation

from portal.locale import gettext as _


class Messages:
    """Say what WTForms itself has to say in the reader's language."""

    def gettext(self, text: str) -> str:
        """Give our sentence for one of the library's; its own never reach a reader."""
        if text == "Not a valid choice.":
            return _("Vælg en af mulighederne.")
        return _("Det kan ikke bruges her. Ret det, og prøv igen.")

    def ngettext(self, one: str, many: str, _count: int) -> str:
        """Give our sentence for one of the library's that counts."""
        return self.gettext(one or many)


class Form(FlaskForm):  # type: ignore[misc]
    """Be the ancestor of all forms behind a sign-in; labels stand in the templates."""

    class Meta(FlaskForm.Meta):  # type: ignore[misc]
        """Take the messages from our own catalogue."""

        def get_translations(self, _form: Any) -> Messages:
            """Give what translates."""
            return Messages()


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


def stripped(value: str | None) -> str:
    """Take the spaces off both ends of what somebody typed."""
    return (value or "").strip()
