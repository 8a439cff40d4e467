"""What the portal does by the clock: one line a job, which is the whole of making a new one.

A job takes the portal's state and the present moment, and opens its own transactions. It may be run again
after it was cut short, so it begins where the database stands and not where it was.
"""

from datetime import datetime, time, timedelta

from portal.jobs import approvals, choices, drafts, retention, upload_files
from portal.jobs.schedule import Daily, Job
from portal.state import Portal
from providers.organisations import api_use
from providers.outbox.commands import empty_old
from ratings.measured_results.register_files.uploads import open_uploads

# Long enough to answer somebody who asks whether a mail was sent; what it said is then nobody's business.
DAYS_TO_KEEP_MAILS = 30


def _clean_outbox(state: Portal, now: datetime) -> None:
    with state.database.transaction() as session:
        empty_old(session, before=now - timedelta(days=DAYS_TO_KEEP_MAILS))


def _forget_callers(state: Portal, now: datetime) -> None:
    with state.database.transaction() as session:
        api_use.forget_before(session, now - api_use.MINUTE)


def _clean_uploads(state: Portal, now: datetime) -> None:
    """Let go of files that a worker left when it died after it had taken them in."""
    with state.database.reading() as session:
        waiting = {upload.stored_as for upload in open_uploads(session)}
    yesterday = (now - timedelta(days=1)).timestamp()
    upload_files.remove_all_but(state.settings, waiting, older_than=yesterday)


JOBS = (
    Job("inquiries.end", Daily(time(0, 5)), approvals.end_waiting),
    Job("approvals.expire", Daily(time(0, 10)), approvals.note_expired),
    Job("choices.accept", Daily(time(0, 15)), choices.accept_silently),
    Job("choices.fall", Daily(time(0, 20)), choices.let_fall),
    Job("approvals.remind", Daily(time(6, 0)), approvals.remind),
    Job("conditions.remind", Daily(time(6, 5)), approvals.remind_of_conditions),
    Job("drafts.remind", Daily(time(6, 10)), drafts.remind),
    Job("outbox.cleanup", Daily(time(3, 20)), _clean_outbox),
    Job("api.cleanup", Daily(time(3, 30)), _forget_callers),
    Job("uploads.cleanup", Daily(time(3, 35)), _clean_uploads),
    Job("retention.run", Daily(time(3, 40)), retention.run),
)
