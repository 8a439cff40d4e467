"""How gunicorn serves the portal: the catalogue is loaded once, before the workers are forked."""

import gc
import os
import sys
from typing import Any

from matching.catalogue import CatalogueUnavailable
from portal.config import settings_from
from portal.state import Portal

_settings = settings_from(os.environ)

# Only this machine is listened to: a front server with TLS stands before it (docs/operations.md).
bind = f"127.0.0.1:{_settings.port}"
workers = _settings.web_workers
worker_class = "gthread"
threads = 4
preload_app = True

timeout = 30
graceful_timeout = 20
keepalive = 5

# No access log: it would keep what people searched for. portal/logs.py writes one line a request instead.
accesslog = None
errorlog = "-"
loglevel = "warning"

limit_request_line = 8190  # the most there is; a longer address is answered before we see it
limit_request_fields = 60
forwarder_headers = ""  # nobody in front of us decides where the application is mounted
control_socket_disable = True  # gunicorn would otherwise leave a socket in the home folder


def when_ready(server: Any) -> None:
    """Load the catalogue before the workers are forked, so that they share it; then say where we are."""
    state: Portal = server.app.wsgi().extensions["portal"]
    try:
        state.holder.current(state.now())
    except CatalogueUnavailable as error:
        server.log.warning("The portal starts without listings. %s", error)
    state.database.dispose()  # a connection may not cross a fork
    gc.freeze()  # the collector then leaves the shared memory alone, and it stays shared
    addresses = " and ".join(str(listener) for listener in server.LISTENERS)
    sys.stdout.write(f"The portal is at {addresses} (stop it with Ctrl-C).\n")
    sys.stdout.flush()
