"""Every page that is tried on SQLite is answered on PostgreSQL too, for somebody who may see it."""

import pytest
from flask import Flask

from tests.promises.access_table import EXPECTED, Answer, Role
from tests.promises.access_views import MAY_BE_UNREADY, VIEWS
from tests.promises.cast import assemble

pytestmark = pytest.mark.postgresql_only
# Whoever shuts themselves out, or has no session, would be asked to sign in.
READERS = tuple(role for role in Role if role not in (Role.DISABLED, Role.KEY))


def test_every_page_is_answered(app: Flask) -> None:
    cast = assemble(app)
    visitors = {role: cast.visitor(role) for role in READERS}
    answered = 0
    for endpoint, access in VIEWS.items():
        may = [role for role in READERS if EXPECTED[access][role] is Answer.IN]
        for rule in app.url_map.iter_rules(endpoint):
            if "GET" not in (rule.methods or set()) or not may or endpoint == MAY_BE_UNREADY:
                continue
            with visitors[may[-1]].client.get(cast.address(rule)) as response:
                response.get_data()  # a page that is still being sent has not asked all it asks
                assert response.status_code < 500, (rule.rule, may[-1])
                answered += response.status_code == 200
    assert answered > 80
