"""What a listing's page says of its approval besides the days: standards, conditions, and warnings."""

from dataclasses import dataclass

from matching.public_listing import ApprovalFacts
from portal.cases.conditions import public_standing
from portal.cases.warnings import WarningView, warning_views


@dataclass(frozen=True, slots=True)
class ApprovalBlock:
    """The approval of a listing, ready to print; what the law itself gives rests on no version."""

    version: str | None
    conditions: tuple[tuple[str, str], ...]
    warnings: tuple[WarningView, ...]


def make(approval: ApprovalFacts) -> ApprovalBlock:
    """Write conditions with how they stand, and warnings, the latest first."""
    return ApprovalBlock(
        version=approval.standards_version,
        conditions=tuple(
            (each.text, public_standing(each.due_on, each.met_on)) for each in approval.conditions
        ),
        warnings=tuple(warning_views(approval.warnings)),
    )
