"""Write the letters of a case: what is asked, what is meant, what is decided. They are Danish for everybody.

A letter says the facts, the rules, what weighed most, the conditions, and how to complain. Whom to complain
to and by when comes from the installation; without it a letter says whom to ask.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from portal.config import Settings
from portal.locale import format_day
from providers.alphabet import danish_key
from providers.approval.cases.codes import (
    APPROVING,
    CaseKind,
    DecisionKind,
    InquiryKind,
    Outcome,
)
from providers.approval.cases.models import ApprovalCase, CaseCheck, Decision, Inquiry
from providers.approval.cases.terms import Terms, from_document
from providers.approval.standard_files import get_version
from providers.approval.standard_set import Standard
from providers.clock import danish_day
from providers.organisations.models import Organisation
from providers.reference.queries import municipality_names, target_groups

LANGUAGE = "da"
TITLES = {
    DecisionKind.APPROVE: "Afgørelse: {name} er godkendt",
    DecisionKind.APPROVE_WITH_CONDITIONS: "Afgørelse: {name} er godkendt med vilkår",
    DecisionKind.REJECT: "Afgørelse: afslag på godkendelse af {name}",
    DecisionKind.SUSPEND: "Afgørelse: godkendelsen af {name} er suspenderet midlertidigt",
    DecisionKind.REVOKE: "Afgørelse: godkendelsen af {name} er kaldt tilbage",
    DecisionKind.WARN: "Afgørelse: advarsel til {name}",
}
MEANT = {
    DecisionKind.APPROVE: "at godkende jer for mindre, end I har søgt om",
    DecisionKind.APPROVE_WITH_CONDITIONS: "at godkende jer med vilkår",
    DecisionKind.REJECT: "at give jer afslag",
    DecisionKind.SUSPEND: "at suspendere jeres godkendelse midlertidigt",
    DecisionKind.REVOKE: "at kalde jeres godkendelse tilbage",
    DecisionKind.WARN: "at give jer en advarsel, som alle kan se",
}
MATTERS = {
    CaseKind.FIRST: "Jeres ansøgning om godkendelse",
    CaseKind.RENEWAL: "Jeres ansøgning om ny godkendelse",
    CaseKind.EXTENSION: "Jeres ansøgning om at hjælpe flere",
    CaseKind.REVIEW: "Sagen om jeres godkendelse",
}


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a letter: its heading, its paragraphs, and a list below them."""

    heading: str | None
    paragraphs: tuple[str, ...]
    items: tuple[str, ...] = field(default=())


def receipt(
    settings: Settings, case: ApprovalCase, organisation: Organisation, at: datetime
) -> dict[str, Any]:
    """Say that an application has come, and by when it is decided."""
    by = f" Vi afgør den senest den {_day(case.decide_by)}." if case.decide_by else ""
    parts = [
        Part(
            None,
            (
                f"Vi har modtaget jeres ansøgning.{by}",
                f"Den bliver afgjort efter standarderne i udgave {case.standards_version}.",
                "Mangler vi noget, skriver vi til jer i portalen.",
            ),
        )
    ]
    return _letter(settings, case, organisation, "Vi har modtaget jeres ansøgning", parts, at)


def inquiry_letter(
    settings: Settings, case: ApprovalCase, organisation: Organisation, inquiry: Inquiry, at: datetime
) -> dict[str, Any]:
    """Ask for information, or hear the party before a decision."""
    answer = Part(
        "Sådan svarer I",
        (
            f"Svar i portalen senest den {_day(inquiry.due_on)}. Log ind, og vælg Godkendelse.",
            "Svarer I ikke, går sagen videre med det, vi har.",
        ),
    )
    if inquiry.kind == InquiryKind.INFORMATION:
        parts = [Part(None, tuple(_paragraphs(inquiry.text))), answer]
        return _letter(settings, case, organisation, "Vi mangler oplysninger", parts, at)
    meant = MEANT[DecisionKind(inquiry.about or "")]
    parts = [
        Part(
            None,
            (
                f"Vi overvejer {meant}. Det er ikke afgjort.",
                "Før vi afgør sagen, vil vi høre, hvad I siger til oplysningerne og til det, vi overvejer.",
            ),
        ),
        Part("Det bygger vi på", tuple(_paragraphs(inquiry.text))),
        answer,
    ]
    return _letter(settings, case, organisation, "Partshøring før en afgørelse", parts, at)


def decision_letter(
    settings: Settings,
    case: ApprovalCase,
    organisation: Organisation,
    decision: Decision,
    *,
    checks: Mapping[str, CaseCheck],
    inquiries: Iterable[Inquiry],
    at: datetime,
) -> dict[str, Any]:
    """Say what was decided, on what facts and by which rules, and how to complain."""
    kind, terms = DecisionKind(decision.kind), from_document(decision.terms)
    parts = [
        Part("Afgørelsen", tuple(_outcome(kind, terms)), tuple(_conditions(terms))),
        Part("Sagens oplysninger", (*_paragraphs(terms.facts), *_heard(inquiries))),
        Part("Det har vi lagt vægt på", tuple(_paragraphs(terms.ground))),
        _rules(case, checks),
        _complaint(settings),
    ]
    title = TITLES[kind].format(name=organisation.name)
    return _letter(settings, case, organisation, title, parts, at)


def _letter(
    settings: Settings,
    case: ApprovalCase,
    organisation: Organisation,
    title: str,
    parts: Iterable[Part],
    at: datetime,
) -> dict[str, Any]:
    on = danish_day(at)
    sender = settings.authority_name or "Godkendelsesmyndigheden"
    address = f"CVR-nummer {organisation.cvr}" if organisation.cvr else ""
    return {
        "language": LANGUAGE,
        "title": title,
        "sender": sender,
        "recipient": "\n".join(each for each in (organisation.name, address) if each),
        "date": {"year": on.year, "month": on.month, "day": on.day},
        "day": _day(on),
        "footer": f"Sag {case.id}. {MATTERS[CaseKind(case.kind)]}",
        "parts": [
            {
                **({"heading": part.heading} if part.heading else {}),
                "paragraphs": list(part.paragraphs),
                "items": list(part.items),
            }
            for part in parts
        ],
    }


def _outcome(kind: DecisionKind, terms: Terms) -> Iterable[str]:
    first, last = _day(terms.first_on), _day(terms.last_on)
    if kind in APPROVING:
        yield f"I er godkendt fra og med den {first} til og med den {last}."
        yield f"Godkendelsen gælder {_area(terms)} og {_groups(terms)}."
        if terms.conditions:
            yield "Godkendelsen har disse vilkår:"
    else:
        yield {
            DecisionKind.REJECT: "I får afslag på jeres ansøgning.",
            DecisionKind.SUSPEND: f"Jeres godkendelse er suspenderet fra og med den {first} til og med "
            f"den {last}. Borgerne kan ikke finde jer i portalen i den tid.",
            DecisionKind.REVOKE: f"Jeres godkendelse gælder ikke fra og med den {first}. "
            "Fra den dag kan borgerne ikke finde jer i portalen.",
            DecisionKind.WARN: "I får en advarsel. Den står på jeres side i portalen.",
        }[kind]


def _conditions(terms: Terms) -> Iterable[str]:
    for condition in terms.conditions:
        due = f" Senest den {_day(condition.due_on)}." if condition.due_on else ""
        yield f"{condition.text}{due}"


def _heard(inquiries: Iterable[Inquiry]) -> Iterable[str]:
    for inquiry in inquiries:
        if inquiry.kind != InquiryKind.HEARING:
            continue
        if inquiry.answer is None:
            yield f"I er hørt over sagen. I har ikke svaret inden den {_day(inquiry.due_on)}."
        else:
            yield "I er hørt over sagen. I har svaret:"
            yield from _paragraphs(inquiry.answer)


def _rules(case: ApprovalCase, checks: Mapping[str, CaseCheck]) -> Part:
    standards = get_version(case.standards_version)
    missed = [
        _missed(standards.get(standard_id), check)
        for standard_id, check in checks.items()
        if check.outcome == Outcome.NOT_MET
    ]
    basis = f"Afgørelsen er truffet efter standarderne for godkendelse, udgave {case.standards_version}."
    if not missed:
        return Part("Reglerne", (basis,))
    return Part("Reglerne", (basis, "Disse standarder er ikke opfyldt:"), tuple(missed))


def _missed(standard: Standard, check: CaseCheck) -> str:
    question = standard.question.text(LANGUAGE)
    return f"{standard.name.text(LANGUAGE)}: {question} {check.note or ''}".strip()


def _complaint(settings: Settings) -> Part:
    heading = "Sådan klager I"
    if not settings.complaint_body:
        return Part(heading, (f"Spørg {settings.contact_email or 'myndigheden'}, hvor I kan klage.",))
    deadline = (
        f" Klagen skal være modtaget senest {settings.complaint_days} dage efter, at I har fået brevet."
        if settings.complaint_days
        else ""
    )
    return Part(
        heading,
        (f"I kan klage til {settings.complaint_body}.{deadline}", *_paragraphs(settings.complaint_how)),
    )


def _area(terms: Terms) -> str:
    if terms.municipalities is None:
        return "hele landet"
    names = municipality_names(terms.first_on)
    return ", ".join(sorted((names.get(code, code) for code in terms.municipalities), key=danish_key))


def _groups(terms: Terms) -> str:
    if terms.target_groups is None:
        return "alle målgrupper"
    names = {group.id: group.name_da for group in target_groups(terms.first_on)}
    return "målgrupperne " + ", ".join(names.get(code, code) for code in terms.target_groups)


def _paragraphs(text: str) -> list[str]:
    return [each.strip() for each in text.replace("\r\n", "\n").split("\n\n") if each.strip()]


def _day(day: date | None) -> str:
    return format_day(day, LANGUAGE) if day else ""
