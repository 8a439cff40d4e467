"""The entry for gunicorn and for `flask --app wsgi`."""

import sys

from portal import create_app
from portal.config import SettingsError

try:
    app = create_app()
except SettingsError as unusable:
    sys.exit(f"The portal can't start. {unusable}")
