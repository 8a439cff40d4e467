"""S1, S2, S5, S6, S18, S19: every address by every visitor, what it answers and what it changes."""

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property

import pytest
from flask import Flask
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from portal.access import access_of
from portal.headers import SECURITY_HEADERS
from tests.promises.access_table import EXPECTED, Answer, Role
from tests.promises.access_views import MAY_BE_UNREADY, NOTHING_THERE, VIEWS
from tests.promises.cast import Cast, assemble, everything
from tests.support.people import FROM_OUR_PAGE, Visitor

pytestmark = pytest.mark.sqlite_only

REFUSED = {401: Answer.NO_KEY, 403: Answer.WRONG_ROLE, 404: Answer.FOREIGN}
NOT_OURS = (
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Origin": "https://evil.example"},
)


class Tried:
    """A view that everybody in turn asks for, in a portal of its own."""

    def __init__(self, app: Flask, endpoint: str) -> None:
        self.endpoint = endpoint
        self.expected = EXPECTED[VIEWS[endpoint]]
        self.cast: Cast = assemble(app)

    @cached_property
    def visitors(self) -> dict[Role, tuple[Visitor, str]]:
        """Give everybody with the token of their session."""
        found = {role: self.cast.visitor(role) for role in Role}
        return {role: (visitor, visitor.token_of_session()) for role, visitor in found.items()}

    @property
    def let_in(self) -> list[Role]:
        return [role for role in Role if self.expected[role] is Answer.IN]

    @property
    def refused(self) -> list[Role]:
        return [role for role in Role if self.expected[role] is not Answer.IN]

    def ways(self, *, safe: bool | None = None) -> Iterator[tuple[str, Rule]]:
        """Give each way of asking: only reading, only changing, or both."""
        for rule in self.cast.app.url_map.iter_rules(self.endpoint):
            for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
                if safe is None or safe == (method == "GET"):
                    yield method, rule

    def ask(
        self,
        role: Role,
        method: str,
        rule: Rule,
        headers: Mapping[str, str] = FROM_OUR_PAGE,
        *,
        token: bool = True,
    ) -> TestResponse:
        """Ask as a visitor, with the form's token or without."""
        visitor, known = self.visitors[role]
        data = {"csrf_token": known} if token and method != "GET" else None
        response = visitor.client.open(self.cast.address(rule), method=method, data=data, headers=headers)
        with response:
            response.get_data()  # a page that is still being sent has not shown all it does
        assert set(SECURITY_HEADERS) <= set(response.headers.keys())
        if VIEWS[self.endpoint] != "public":
            assert response.headers["Cache-Control"] == "no-store", (rule.rule, role)
        unready = self.endpoint == MAY_BE_UNREADY and response.status_code == 503
        assert response.status_code < 500 or unready, (method, rule.rule, role)
        return response

    def deviations(self, roles: Iterable[Role], *, safe: bool | None = None) -> list[tuple[object, ...]]:
        """Ask as each of these and give what is not as the table says."""
        return [
            (method, rule.rule, role.value, response.status_code, response.location)
            for method, rule in self.ways(safe=safe)
            for role in roles
            for response in [self.ask(role, method, rule)]
            if not self._is_right(role, response)
        ]

    def _is_right(self, role: Role, response: TestResponse) -> bool:
        got = answer_of(response)
        if self.endpoint in NOTHING_THERE and self.expected[role] is Answer.IN:
            return got in (Answer.IN, Answer.FOREIGN, Answer.SIGN_IN)
        return got is self.expected[role]


def answer_of(response: TestResponse) -> Answer:
    """Read what a visitor got."""
    if response.status_code == 303 and response.location.partition("?")[0].endswith("/sign-in"):
        return Answer.SIGN_IN
    return REFUSED.get(response.status_code, Answer.IN)


def test_every_view_declares_what_the_reviewed_table_says(app: Flask) -> None:
    declared = {}
    for name, view in app.view_functions.items():
        access = access_of(view)
        declared[name] = access.name if access else None
    assert declared == VIEWS


@pytest.mark.parametrize("endpoint", sorted(VIEWS))
def test_everybody_gets_what_the_table_says_and_only_forms_of_ours_change_anything(
    app: Flask, endpoint: str
) -> None:
    tried = Tried(app, endpoint)
    assert set(tried.visitors) == set(Role)
    before = everything(app)
    assert tried.deviations(tried.refused) == []
    assert everything(app) == before, "somebody who was refused has changed something"
    assert tried.deviations(tried.let_in, safe=True) == []
    assert everything(app) == before, "a page that was only opened has changed something"
    if VIEWS[endpoint] not in ("public", "api_key"):
        for method, rule in tried.ways(safe=False):
            for role in tried.let_in:
                assert tried.ask(role, method, rule, token=False).status_code == 400
                assert {tried.ask(role, method, rule, headers).status_code for headers in NOT_OURS} == {403}
        assert everything(app) == before, "a form that was not ours has changed something"
    assert tried.deviations(tried.let_in, safe=False) == []
