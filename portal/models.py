"""Every table of the portal in one place, so that migrations can compare them with the database."""

from sqlalchemy import MetaData

from providers.approval import models as approval
from providers.approval.cases import models as approval_cases
from providers.audit import models as audit
from providers.base import Base
from providers.courses import models as courses
from providers.listings import models as listings
from providers.organisations import models as organisations
from providers.outbox import models as outbox
from providers.people import models as people
from ratings.measured_results import models as measured_results

# A subject's tables are known once its models are imported; a new subject is added here.
SUBJECTS = (
    audit,
    outbox,
    people,
    organisations,
    approval,
    approval_cases,
    listings,
    courses,
    measured_results,
)


def all_tables() -> MetaData:
    """Give the tables of all subjects."""
    return Base.metadata
