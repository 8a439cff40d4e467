"""A portal with a few invented listings, for the promises about every page."""

from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.factories import register
from tests.factories.figures import publish_about
from tests.promises.pages import SLUG


@pytest.fixture
def filled(app: Flask, tmp_path: Path) -> Flask:
    """Give a portal with three listings, of which one has been measured."""
    register.load(app, tmp_path, register.actors(3))
    publish_about(app, SLUG)
    return app


@pytest.fixture
def unkept(filled: Flask) -> FlaskClient:
    """Give somebody for whom every page is made anew, so that nothing is answered from the page cache."""
    filled.extensions["portal"].pages.limit = 0
    return filled.test_client()


@pytest.fixture
def visitor(filled: Flask) -> FlaskClient:
    """Give somebody who looks at that portal."""
    return filled.test_client()
