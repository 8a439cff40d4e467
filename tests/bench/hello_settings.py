"""Serve the hello-world under the portal's own gunicorn settings, but for what only the portal has."""

import gc
from typing import Any

from portal import gunicorn_settings

_SAME = {
    name: value
    for name, value in vars(gunicorn_settings).items()
    if not name.startswith("_") and isinstance(value, bool | int | str)
}
globals().update(_SAME)


def when_ready(_server: Any) -> None:
    """Do what the portal does before the fork, as far as there is anything to do."""
    gc.freeze()
