"""The register of approvals in the reader's language: who is approved for what, and what was decided."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from portal.cases.conditions import public_standing
from portal.cases.scope import area_of, groups_of
from portal.cases.warnings import standards_named
from portal.cases.words import (
    appeal_state_label,
    approval_state,
    approval_term,
    decision_kind_label,
)
from portal.labels import day_of, kind_label
from portal.locale import format_day
from portal.locale import gettext as _
from providers.approval.cases.codes import APPROVING, DecisionKind
from providers.approval.cases.following_up import Followed
from providers.approval.cases.models import Appeal, Decision
from providers.approval.cases.terms import from_document
from providers.approval.cases.warnings import Warned
from providers.approval.models import Approval, ApprovalBasis
from providers.approval.rules import approved_to, is_suspended
from providers.organisations.models import Organisation

# A rejection is between the authority and the applicant; all else says something of an actor in the register.
PUBLIC_DECISIONS = frozenset(DecisionKind) - {DecisionKind.REJECT}


@dataclass(frozen=True, slots=True)
class ActorLine:
    """An actor in the list: what it is, and whether it is approved today."""

    slug: str
    name: str
    kind: str
    simulated: bool
    state: str


@dataclass(frozen=True, slots=True)
class ApprovalLine:
    """One approval, ready to print; `version` names the standards it was decided on."""

    basis: str
    term: str
    state: str
    municipalities: str
    target_groups: str
    version: str | None


@dataclass(frozen=True, slots=True)
class ConditionLine:
    """A condition, in Danish, and by when it must be met or since when it is."""

    text: str
    standing: str


@dataclass(frozen=True, slots=True)
class DecisionLine:
    """One decision, ready to print; what people wrote is in Danish."""

    kind: str
    decided: str
    effect: str
    ground: str
    conditions: tuple[ConditionLine, ...]
    standards: tuple[str, ...]
    is_warning: bool
    version: str
    appeal: str


@dataclass(frozen=True, slots=True)
class Decided:
    """The decisions about one actor that everybody may know of, with what has come of them since."""

    decisions: Sequence[Decision]
    appeals: Mapping[int, Appeal]
    conditions: Sequence[Followed]
    warnings: Sequence[Warned]


@dataclass(frozen=True, slots=True)
class RegisterPage:
    """All that the register says of one actor."""

    name: str
    simulated: bool
    facts: tuple[tuple[str, str], ...]
    state: str
    approvals: tuple[ApprovalLine, ...]
    decisions: tuple[DecisionLine, ...]


def line_of(organisation: Organisation, approvals: Sequence[Approval], on: date, language: str) -> ActorLine:
    """Write one actor of the list."""
    return ActorLine(
        slug=organisation.slug,
        name=organisation.name,
        kind=kind_label(organisation.kind),
        simulated=organisation.simulated,
        state=state_of(approvals, on, language),
    )


def state_of(approvals: Sequence[Approval], on: date, language: str) -> str:
    """Say whether an actor is approved on a day, and until when, or since when not."""
    last = approved_to(approvals, on)
    if last == date.max:
        return _("Godkendt efter loven")
    if last is not None:
        return _("Godkendt til og med %(day)s", day=format_day(last, language))
    suspended = [each.suspended_to for each in approvals if is_suspended(each, on) and each.suspended_to]
    if suspended:
        return _("Suspenderet til og med %(day)s", day=format_day(max(suspended), language))
    coming = [each.valid_from for each in approvals if each.valid_from > on]
    if coming:
        return _("Godkendt fra %(day)s", day=format_day(min(coming), language))
    return _("Ikke godkendt mere")


def make(
    organisation: Organisation,
    approvals: Sequence[Approval],
    decided: Decided,
    *,
    on: date,
    language: str,
) -> RegisterPage:
    """Write all that the register says of one actor."""
    return RegisterPage(
        name=organisation.name,
        simulated=organisation.simulated,
        facts=tuple(_facts(organisation)),
        state=state_of(approvals, on, language),
        approvals=tuple(_approval(each, on) for each in reversed(approvals)),
        decisions=tuple(_decision(each, decided, language) for each in decided.decisions),
    )


def _facts(organisation: Organisation) -> Iterable[tuple[str, str]]:
    yield _("Slags aktør"), kind_label(organisation.kind)
    if organisation.cvr:
        yield _("CVR-nummer"), organisation.cvr


def _approval(approval: Approval, on: date) -> ApprovalLine:
    statutory = approval.basis == ApprovalBasis.STATUTORY
    return ApprovalLine(
        basis=_("Loven giver aktøren opgaven") if statutory else _("Myndighedens afgørelse"),
        term=approval_term(approval),
        state=approval_state(approval, on),
        municipalities=area_of(approval.municipalities, on),
        target_groups=groups_of(approval.target_groups, on),
        version=approval.standards_version,
    )


def _decision(decision: Decision, decided: Decided, language: str) -> DecisionLine:
    kind = DecisionKind(decision.kind)
    terms = None if kind is DecisionKind.EXPIRE else from_document(decision.terms)
    return DecisionLine(
        kind=decision_kind_label(kind),
        decided=day_of(decision.decided_at),
        effect=_effect(kind, decision.effective_on, terms.last_on if terms else None, language),
        ground=terms.ground if terms else "",
        conditions=tuple(
            ConditionLine(each.condition.text, public_standing(each.due_on, each.met_on))
            for each in decided.conditions
            if each.decision.id == decision.id
        ),
        standards=_standards(decided.warnings, decision.id),
        is_warning=kind is DecisionKind.WARN,
        version=decision.standards_version,
        appeal=_appeal(decided.appeals.get(decision.id), language),
    )


def _standards(warnings: Iterable[Warned], decision_id: int) -> tuple[str, ...]:
    return next((standards_named(each) for each in warnings if each.decision_id == decision_id), ())


def _effect(kind: DecisionKind, first: date, last: date | None, language: str) -> str:
    start = format_day(first, language)
    if kind is DecisionKind.EXPIRE:
        return _("Den sidste dag var %(day)s.", day=start)
    if last is not None and (kind in APPROVING or kind is DecisionKind.SUSPEND):
        return _("Den gælder fra %(start)s til og med %(end)s.", start=start, end=format_day(last, language))
    return _("Den gælder fra %(start)s.", start=start)


def _appeal(appeal: Appeal | None, language: str) -> str:
    if appeal is None:
        return ""
    if appeal.answered_on is None:
        return _("Der er klaget over afgørelsen. Klagen er ikke afgjort.")
    return _(
        "Klagen er afgjort %(day)s. Afgørelsen er: %(state)s.",
        day=format_day(appeal.answered_on, language),
        state=appeal_state_label(appeal.state).lower(),
    )
