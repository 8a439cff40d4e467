"""Remove documents of cases when nobody needs them any more; decisions, letters and answers stay.

A complaint that is not answered keeps the documents of its case, and so does an answer for as long again.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Select, and_, delete, or_, select
from sqlalchemy.orm import Session

from providers.approval.cases.codes import APPROVING, CaseState, DecisionKind
from providers.approval.cases.keeping_documents import forget_unused
from providers.approval.cases.models import Appeal, ApprovalCase, CaseDocument, Decision
from providers.approval.models import Approval
from providers.audit.commands import record
from providers.audit.models import SYSTEM
from providers.clock import danish_day
from providers.people.retention import years_before

# Nothing rests on the documents of an application that led to nothing, once nobody asks about it any more.
REFUSED_YEARS = 1
# Claims lapse after three years (forældelsesloven § 3), and one raised on the last day still takes its time.
APPROVED_YEARS = 5

LED_TO_NOTHING = (CaseState.WITHDRAWN, CaseState.CLOSED)
OF_AN_APPROVAL = (DecisionKind.SUSPEND, DecisionKind.REVOKE, DecisionKind.WARN)


def remove_documents(session: Session, *, at: datetime, limit: int) -> int:
    """Remove documents whose time is over, with their bytes where no other case has the same."""
    found = session.execute(_over(at).order_by(CaseDocument.id).limit(limit)).all()
    if not found:
        return 0
    session.execute(delete(CaseDocument).where(CaseDocument.id.in_([each.id for each in found])))
    forget_unused(session, {each.sha256 for each in found})
    _tell(session, sorted({each.case_id for each in found}), at)
    return len(found)


def _over(at: datetime) -> Select[int, int, str]:
    """Choose documents of cases whose time is over, by what the cases ended with."""
    refused, approved = years_before(at, REFUSED_YEARS), years_before(at, APPROVED_YEARS)
    ended_on = danish_day(approved)
    approval_over = or_(Approval.valid_to < ended_on, Approval.revoked_on <= ended_on)
    return (
        select(CaseDocument.id, CaseDocument.case_id, CaseDocument.sha256)
        .join(ApprovalCase, ApprovalCase.id == CaseDocument.case_id)
        .outerjoin(Decision, Decision.case_id == ApprovalCase.id)
        .outerjoin(Approval, Approval.decision_id == Decision.id)
        .outerjoin(Appeal, Appeal.decision_id == Decision.id)
        .where(
            or_(
                and_(ApprovalCase.state.in_(LED_TO_NOTHING), ApprovalCase.ended_at <= refused),
                and_(
                    Decision.kind == DecisionKind.REJECT,
                    ApprovalCase.ended_at <= refused,
                    _no_complaint_since(refused),
                ),
                and_(
                    Decision.kind.in_(OF_AN_APPROVAL),
                    ApprovalCase.ended_at <= approved,
                    _no_complaint_since(approved),
                ),
                and_(Decision.kind.in_(APPROVING), approval_over, _no_complaint_since(approved)),
            )
        )
    )


def _no_complaint_since(at: datetime) -> ColumnElement[bool]:
    return or_(Appeal.id.is_(None), Appeal.answered_on <= danish_day(at))


def _tell(session: Session, case_ids: Sequence[int], at: datetime) -> None:
    for case_id in case_ids:
        record(session, SYSTEM, "approval_case.documents_removed", "approval_case", case_id, at=at)
