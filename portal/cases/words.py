"""Words for the codes of a case, as providers, caseworkers and citizens read them."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from portal.cases.scope import area_of, groups_of
from portal.labels import day_label, grade_label
from portal.locale import gettext as _
from portal.locale import ngettext
from providers.approval.cases.codes import (
    APPROVING,
    AppealState,
    CaseKind,
    CaseState,
    ConditionState,
    DecisionKind,
    InquiryKind,
    Outcome,
)
from providers.approval.cases.duration import Durations
from providers.approval.cases.models import Inquiry
from providers.approval.cases.terms import Condition, Terms
from providers.approval.models import Approval
from providers.approval.rules import is_suspended, is_valid


def case_kind_label(kind: str) -> str:
    """Name what a case is about."""
    return {
        CaseKind.FIRST: _("Ansøgning om godkendelse"),
        CaseKind.RENEWAL: _("Ansøgning om ny godkendelse"),
        CaseKind.EXTENSION: _("Ansøgning om at hjælpe flere"),
        CaseKind.REVIEW: _("Sag om en godkendelse"),
    }[CaseKind(kind)]


def case_state_label(state: str) -> str:
    """Say where a case stands."""
    return {
        CaseState.DRAFT: _("Kladde"),
        CaseState.RECEIVED: _("Modtaget"),
        CaseState.EXAMINED: _("Bliver behandlet"),
        CaseState.INFORMATION: _("Venter på oplysninger"),
        CaseState.HEARING: _("I partshøring"),
        CaseState.PROPOSED: _("Venter på afgørelse"),
        CaseState.DECIDED: _("Afgjort"),
        CaseState.WITHDRAWN: _("Trukket tilbage"),
        CaseState.CLOSED: _("Lukket uden afgørelse"),
    }[CaseState(state)]


def decision_kind_label(kind: str) -> str:
    """Name what a decision does."""
    return {
        DecisionKind.APPROVE: _("Godkendelse"),
        DecisionKind.APPROVE_WITH_CONDITIONS: _("Godkendelse med vilkår"),
        DecisionKind.REJECT: _("Afslag"),
        DecisionKind.SUSPEND: _("Midlertidig suspension"),
        DecisionKind.REVOKE: _("Tilbagekaldelse"),
        DecisionKind.WARN: _("Advarsel"),
        DecisionKind.EXPIRE: _("Udløb"),
    }[DecisionKind(kind)]


def inquiry_kind_label(kind: str) -> str:
    """Name why the authority writes."""
    return {
        InquiryKind.INFORMATION: _("Anmodning om oplysninger"),
        InquiryKind.HEARING: _("Partshøring"),
    }[InquiryKind(kind)]


def outcome_label(outcome: str) -> str:
    """Say what a check found."""
    return {
        Outcome.MET: _("Opfyldt"),
        Outcome.NOT_MET: _("Ikke opfyldt"),
        Outcome.NOT_APPLICABLE: _("Ikke relevant"),
        Outcome.TO_CONFIRM: _("Skal bekræftes af en sagsbehandler"),
    }[Outcome(outcome)]


def appeal_state_label(state: str) -> str:
    """Say how far a complaint has come, in the words of the law."""
    return {
        AppealState.RECEIVED: _("Modtaget"),
        AppealState.UPHELD: _("Stadfæstet"),
        AppealState.CHANGED: _("Ændret"),
        AppealState.SENT_BACK: _("Hjemvist"),
    }[AppealState(state)]


def evidence_sentence(evidence: Mapping[str, Any]) -> str:
    """Say in one sentence what an automatic check rests on."""
    code = str(evidence["code"])
    if code == "cvr_status":
        return _("CVR-registret siger: %(status)s.", status=evidence["status"])
    if code == "result":
        grade = grade_label(str(evidence["grade"]))
        return _("Offentliggørelse %(release)s siger: %(grade)s.", release=evidence["release"], grade=grade)
    if code in ("not_stated", "not_confirmed"):
        return _of_listings(code, evidence)
    return {
        "cvr_not_asked": _("Portalen kan ikke slå op i CVR-registret. Slå op selv, og bekræft."),
        "cvr_silent": _("CVR-registret svarede ikke. Prøv igen, eller slå op selv, og bekræft."),
        "cvr_unknown": _("CVR-registret kender ikke nummeret."),
        "no_listing": _("Aktøren har ingen side i portalen endnu."),
        "stated": _("Det står på alle aktørens sider i portalen."),
        "confirmed": _("Alle sider er set igennem inden for %(days)s dage.", days=evidence.get("days")),
        "no_result": _(
            "Der er ingen resultater endnu. Godkendelsen kan højst gælde i %(months)s måneder.",
            months=evidence.get("months"),
        ),
    }[code]


def inquiry_title(inquiry: Inquiry) -> str:
    """Say why the authority writes, and about which decision."""
    if inquiry.about is None:
        return inquiry_kind_label(inquiry.kind)
    about = decision_kind_label(inquiry.about).lower()
    return _("%(kind)s om %(decision)s", kind=inquiry_kind_label(inquiry.kind), decision=about)


def terms_lines(kind: DecisionKind, terms: Terms) -> list[tuple[str, str]]:
    """Say from when, until when and for whom a decision is, in lines."""
    lines = [(_("Fra og med"), day_label(terms.first_on))]
    if terms.last_on is not None:
        lines.append((_("Til og med"), day_label(terms.last_on)))
    if kind in APPROVING:
        lines += [
            (_("Kommuner"), area_of(terms.municipalities, terms.first_on)),
            (_("Målgrupper"), groups_of(terms.target_groups, terms.first_on)),
        ]
    return lines


def condition_line(condition: Condition) -> str:
    """Say what must be done, and by when."""
    if condition.due_on is None:
        return condition.text
    return _("%(text)s Senest %(day)s.", text=condition.text, day=day_label(condition.due_on))


def condition_state_label(state: str) -> str:
    """Say how a condition stands."""
    return {
        ConditionState.OPEN: _("Ikke besvaret"),
        ConditionState.ANSWERED: _("Besvaret, men ikke vurderet"),
        ConditionState.MET: _("Opfyldt"),
        ConditionState.NOT_MET: _("Ikke opfyldt"),
    }[ConditionState(state)]


def approval_term(approval: Approval) -> str:
    """Say from when and until when an approval was decided, or that the law sets no end."""
    start = day_label(approval.valid_from)
    if approval.valid_to is None:
        return _("Fra %(start)s, uden slutdato", start=start)
    return _("Fra %(start)s til og med %(end)s", start=start, end=day_label(approval.valid_to))


def approval_state(approval: Approval, on: date) -> str:
    """Say how an approval stands on a day."""
    if approval.revoked_on is not None:
        return _("Kaldt tilbage fra %(day)s", day=day_label(approval.revoked_on))
    if is_suspended(approval, on):
        return _("Suspenderet til og med %(day)s", day=day_label(approval.suspended_to))
    if is_valid(approval, on):
        return _("Gælder i dag")
    return _("Ikke begyndt") if approval.valid_from > on else _("Udløbet")


def _of_listings(code: str, evidence: Mapping[str, Any]) -> str:
    count, first = int(evidence["listings"]), evidence["first"]
    if code == "not_stated":
        return ngettext(
            "Det mangler på siden %(first)s.",
            "Det mangler på %(num)s sider, blandt andet %(first)s.",
            count,
            first=first,
        )
    return ngettext(
        "Siden %(first)s er ikke set igennem inden for %(days)s dage.",
        "%(num)s sider er ikke set igennem inden for %(days)s dage, blandt andet %(first)s.",
        count,
        first=first,
        days=evidence["days"],
    )


def duration_sentences(took: Durations) -> list[str]:
    """Say how long cases take, or that there are too few to say it."""
    if took.half is None or took.nine_of_ten is None:
        return [
            ngettext(
                "Kun %(num)s ansøgning er afgjort de seneste 12 måneder. Det er for få til at sige noget.",
                "Kun %(num)s ansøgninger er afgjort de seneste 12 måneder. Det er for få til at sige noget.",
                took.cases,
            )
            if took.cases
            else _("Ingen ansøgninger er afgjort de seneste 12 måneder.")
        ]
    return [
        ngettext(
            "Halvdelen blev afgjort inden for %(num)s dag (median).",
            "Halvdelen blev afgjort inden for %(num)s dage (median).",
            took.half,
        ),
        ngettext(
            "9 ud af 10 blev afgjort inden for %(num)s dag.",
            "9 ud af 10 blev afgjort inden for %(num)s dage.",
            took.nine_of_ten,
        ),
        ngettext(
            "Tallene bygger på %(num)s ansøgning, som er afgjort de seneste 12 måneder.",
            "Tallene bygger på %(num)s ansøgninger, som er afgjort de seneste 12 måneder.",
            took.cases,
        ),
    ]
