"""What the trail says after a test: that it replays, and which actions it holds."""

from portal.database import Database
from providers.audit.queries import in_order
from providers.audit.rules import replay


def actions(database: Database, prefix: str = "") -> list[str]:
    """Replay the trail, which raises when an event contradicts the ones before it, and list its actions."""
    with database.reading() as session:
        events = list(in_order(session))
        replay(events)
        return [event.action for event in events if event.action.startswith(prefix)]
