"""Names stand where a Danish reader looks for them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from providers.alphabet import danish_key


@pytest.mark.parametrize(
    "names",
    [
        ["Zebra", "Æblet", "Ørsted", "Ågård"],
        ["Bo", "Zebra", "Aabenraa", "Aarhus"],
        ["Odense", "Øen", "Aalborg", "Ålborg Nord"],
        ["3F", "A-kassen", "a-kassen Plus", "B"],
        ["Job A", "Jobbet"],
        ["Cafe Bo", "Café Bo to", "Cafeen"],
        ["Müller", "Mz", "Mærsk"],
    ],
)
def test_names_sort_as_in_a_danish_list(names: list[str]) -> None:
    backwards = names[::-1]
    assert sorted(backwards, key=danish_key) == names


@given(st.text(st.characters(max_codepoint=0x17F)))
@settings(max_examples=50, deadline=None)
def test_case_never_decides_where_a_name_stands(name: str) -> None:
    assert danish_key(name) == danish_key(name.casefold())
