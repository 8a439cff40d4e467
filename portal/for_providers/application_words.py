"""Say what happens next in a case, by whom and by when, as the party reads it."""

from portal.labels import day_label
from portal.locale import gettext as _
from providers.approval.cases.codes import CaseState
from providers.approval.cases.models import ApprovalCase


def what_happens_next(case: ApprovalCase) -> str:
    """Say what happens next, by whom and by when."""
    by = day_label(case.decide_by)
    until = " " + _("Den bliver afgjort senest den %(day)s.", day=by) if by else ""
    return {
        CaseState.DRAFT: _("I skriver færdig og sender. Ingen hos myndigheden kan se den endnu."),
        CaseState.RECEIVED: _("Myndigheden begynder at behandle sagen.") + until,
        CaseState.EXAMINED: _("Myndigheden behandler sagen.") + until,
        CaseState.INFORMATION: _("I svarer på det, myndigheden har spurgt om."),
        CaseState.HEARING: _("I kan svare, før myndigheden går videre."),
        CaseState.PROPOSED: _("En leder hos myndigheden afgør sagen.") + until,
        CaseState.DECIDED: _("Sagen er afgjort. Der sker ikke mere."),
        CaseState.WITHDRAWN: _("Ansøgningen er trukket tilbage. Der sker ikke mere."),
        CaseState.CLOSED: _("Sagen er lukket. Der sker ikke mere."),
    }[CaseState(case.state)]
