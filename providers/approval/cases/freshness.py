"""See whether what the automatic checks found still holds, before anybody decides on it."""

from collections.abc import Iterable, Mapping

from providers.approval.cases.checks import CaseFacts, find
from providers.approval.cases.codes import Outcome
from providers.approval.cases.models import CaseCheck
from providers.approval.standard_set import Limits, Standard


def outdated(
    standards: Iterable[Standard], checks: Mapping[str, CaseCheck], facts: CaseFacts, limits: Limits
) -> list[str]:
    """List the standards whose automatic check would find something else now than it did.

    Where the portal can't find out now, nothing is known to have changed.
    """
    changed = []
    for standard in standards:
        held = checks.get(standard.id)
        if standard.check is None or held is None:
            continue
        now = find(standard.check, facts, limits)
        if now.outcome is Outcome.TO_CONFIRM:
            continue
        if now.outcome != held.outcome or held.evidence not in (None, now.evidence):
            changed.append(standard.id)
    return changed
