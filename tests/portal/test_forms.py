"""No form takes a CPR number in what somebody writes freely."""

from collections.abc import Iterator

import pytest
from flask import Flask
from werkzeug.datastructures import MultiDict
from wtforms import StringField, TextAreaField

from portal.forms import Form, FreeText, refuse_cpr, stripped
from tests.support.source_tree import ROOT, python_files


class Written(Form):
    """A text, and a line."""

    text = FreeText(filters=[stripped])
    line = StringField(validators=[refuse_cpr])


def forms(of: type[Form] = Form) -> Iterator[type[Form]]:
    for each in of.__subclasses__():
        yield each
        yield from forms(each)


@pytest.mark.usefixtures("app")
def test_every_text_of_several_lines_is_one_that_refuses_cpr_numbers() -> None:
    written = [
        path.name
        for path in python_files(ROOT, ("portal",))
        if "TextAreaField" in path.read_text(encoding="utf-8") and path.parent.name != "forms"
    ]
    assert written == []
    fields = [getattr(form, name) for form in forms() for name in vars(form) if not name.startswith("_")]
    assert not [each for each in fields if getattr(each, "field_class", None) is TextAreaField]


def test_cpr_number_is_refused_with_what_to_do_and_what_was_typed_stays(app: Flask) -> None:
    with app.test_request_context():
        form = Written(
            MultiDict({"text": " borger med 010190-1234", "line": "0101901234"}), meta={"csrf": False}
        )
        assert not form.validate()
        assert form.text.data == "borger med 010190-1234"
        for field in (form.text, form.line):
            assert field.errors[0].startswith("Her står noget, der ligner et CPR-nummer. Tag det ud")


def test_phone_number_and_empty_text_are_taken(app: Flask) -> None:
    with app.test_request_context():
        assert Written(MultiDict({"text": "Ring på 12 34 56 78."}), meta={"csrf": False}).validate()
