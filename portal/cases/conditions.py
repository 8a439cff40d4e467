"""Conditions of approvals, ready to print: what must be done, by when, how it stands, and what was said."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from portal.cases.words import condition_state_label
from portal.labels import day_label, moment_label
from portal.locale import gettext as _
from providers.approval.cases.codes import ConditionState
from providers.approval.cases.following_up import Followed
from providers.approval.cases.models import ConditionFollowUp

NUMBER = "<int(max=999):number>"


@dataclass(frozen=True, slots=True)
class SaidView:
    """What the party or the authority has said of a condition, and when."""

    title: str
    text: str
    is_of_party: bool


@dataclass(frozen=True, slots=True)
class ConditionView:
    """A condition, ready to print; `is_urgent` where its day is here or has gone."""

    case_id: int
    number: int
    text: str
    due: str
    state: str
    is_urgent: bool
    is_met: bool
    said: tuple[SaidView, ...]


def condition_view(found: Followed, today: date, names: Mapping[int, str] | None = None) -> ConditionView:
    """Write how a condition stands on a day; `names` are those who spoke, for whoever may know them."""
    return ConditionView(
        case_id=found.decision.case_id or 0,
        number=found.number,
        text=found.condition.text,
        due=public_standing(found.due_on, None),
        state=condition_state_label(found.state),
        is_urgent=found.has_come(today) and found.state is not ConditionState.MET,
        is_met=found.state is ConditionState.MET,
        said=tuple(_said(each, names or {}) for each in found.said),
    )


def public_standing(due_on: date | None, met_on: date | None) -> str:
    """Say since when a condition is met, or by when it must be; what everybody may know of it."""
    if met_on is not None:
        return _("Opfyldt %(day)s", day=day_label(met_on))
    if due_on is None:
        return _("Så længe godkendelsen gælder")
    return _("Senest %(day)s", day=day_label(due_on))


def _said(said: ConditionFollowUp, names: Mapping[int, str]) -> SaidView:
    is_of_party = said.state == ConditionState.ANSWERED
    title = _("Aktørens svar") if is_of_party else condition_state_label(said.state)
    name = names.get(said.said_by or 0)
    when = moment_label(said.said_at)
    return SaidView(f"{title}, {name}, {when}" if name else f"{title}, {when}", said.text, is_of_party)
