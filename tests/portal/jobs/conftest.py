"""What the tests of the worker share."""

import pytest
from flask import Flask

from portal.state import Portal


@pytest.fixture
def state(app: Flask) -> Portal:
    """Give the portal's parts."""
    state: Portal = app.extensions["portal"]
    return state
