"""One of everybody, in a portal with two providers: the visitors who try every address."""

from dataclasses import dataclass
from datetime import datetime

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.routing import Rule

from portal.accounts.people import hash_of
from portal.models import all_tables
from portal.state import Portal
from providers.approval.cases.applying import attach
from providers.approval.cases.codes import LetterKind
from providers.approval.cases.documents import accept
from providers.approval.cases.letters import keep_file, write
from providers.audit.models import OPERATOR
from providers.organisations import api_keys, invitations
from providers.organisations.invitations import Colleague
from providers.organisations.members import find_member
from providers.organisations.models import MemberRole, Organisation
from providers.people.commands import disable
from providers.people.models import AuthorityRole, User, UserKind
from providers.people.passwords import set_password
from tests.factories.cases import CONDITION, CaseMaker
from tests.factories.organisations import make_listing, make_organisation
from tests.factories.people import (
    AARHUS,
    AT,
    make_authority_user,
    make_citizen,
    make_member,
    make_municipality_user,
)
from tests.factories.releases import make_preview, make_upload
from tests.promises.access_table import Role
from tests.support.people import Visitor

KEY = "fhj_" + "k" * 43
# What a request may write though nothing was changed: that somebody is still there, and requests counted.
NOTED = {"login_session": "seen_at", "api_key": "used_on"}
COUNTED = frozenset({"api_use"})
# The authority's views of a case; they name another case than an applicant's own views.
CASE_VIEWS = (
    "cases.case",
    "case_files.document",
    "case_files.letter",
    "case_work.give",
    "case_work.check",
    "case_judging.form",
    "case_judging.give",
    "case_steps.ask",
    "case_steps.take",
    "case_proposing.form",
    "case_proposing.give",
    "case_deciding.proposal",
    "case_deciding.give",
    "case_deciding.back",
    "appeals.ask",
    "appeals.note",
)
# Both sides' views of a condition, which an approval before that case was given with.
CONDITION_VIEWS = (
    "conditions.condition",
    "conditions.give",
    "own_conditions.condition",
    "own_conditions.send_answer",
)
# An applicant's views of a case that has been sent; the pages of a draft then lead to how it stands.
APPLICATION_VIEWS = (
    "applications.case",
    "application_scope.who",
    "application_scope.save_who",
    "application_scope.scope",
    "application_scope.save_scope",
    "application_answers.answers",
    "application_answers.save",
    "application_answers.document",
    "application_answers.remove",
    "application_listing.listing",
    "application_listing.save",
    "application_sending.check",
    "application_sending.send_in",
    "application_sending.receipt",
    "application_sending.confirm_withdrawing",
    "application_sending.withdraw_it",
    "application_replies.reply",
    "application_replies.send_reply",
    "application_replies.letter",
)


@dataclass(frozen=True)
class Cast:
    """The portal, its people by role, and the objects that addresses name."""

    app: Flask
    people: dict[Role, User]
    objects: dict[str, dict[str, object]]

    def visitor(self, role: Role) -> Visitor:
        """Give somebody's browser, signed in where they can be."""
        visitor = Visitor(self.app)
        if role in self.people:
            visitor.sign_in_as(self.people[role])
        if role is Role.DISABLED:
            state: Portal = self.app.extensions["portal"]
            with state.database.transaction() as session:
                user = session.get_one(User, self.people[role].id)
                disable(session, user, by=OPERATOR, at=state.now())
        if role is Role.KEY:
            visitor.client.environ_base["HTTP_AUTHORIZATION"] = f"Bearer {KEY}"
        return visitor

    def address(self, rule: Rule) -> str:
        """Write an address about the first provider, its editor, its key or the first citizen."""
        about = {name: self._value(rule, name) for name in rule.arguments}
        return str(self.app.url_map.bind("localhost").build(rule.endpoint, about))

    def _value(self, rule: Rule, name: str) -> object:
        of_endpoint = self.objects.get(rule.endpoint, {})
        return of_endpoint[name] if name in of_endpoint else self.objects[""][name]


def assemble(app: Flask) -> Cast:
    """Make two providers with a listing each, and one of everybody."""
    state: Portal = app.extensions["portal"]
    at = state.now()
    with state.database.transaction() as session:
        organisation, other = make_organisation(session, 1), make_organisation(session, 2)
        people = _people(session, organisation, other)
        for user in people.values():
            if user.kind != UserKind.CITIZEN:
                set_password(session, user, "a hash of no password", by=OPERATOR, at=at)
        caseworker: dict[str, object] = {"user_id": people[Role.CASEWORKER].id}
        objects: dict[str, dict[str, object]] = {
            "": _objects(session, organisation, people, at),
            "needs.show": {"step": "where"},
            "needs.answer": {"step": "where"},
            "invitations.to_organisation": {"slug": organisation.slug},
            "approvals.of_actor": {"slug": organisation.slug},
            "reviews.begin": {"slug": organisation.slug},
            "standing.actor": {"slug": organisation.slug},
            "rights.ask_role": caseworker,
            "rights.change_role": caseworker,
        }
        objects |= dict.fromkeys(CONDITION_VIEWS, _condition(session, organisation))
        objects |= dict.fromkeys((*CASE_VIEWS, *APPLICATION_VIEWS), _case(session, organisation))
        make_listing(session, other)
    return Cast(app, people, objects)


def _people(session: Session, organisation: Organisation, other: Organisation) -> dict[Role, User]:
    return {
        Role.CITIZEN: make_citizen(session, AARHUS),
        Role.OTHER_CITIZEN: make_citizen(session),
        Role.OWNER: make_member(session, organisation, MemberRole.OWNER, 1),
        Role.EDITOR: make_member(session, organisation, MemberRole.EDITOR, 2),
        Role.OTHER_OWNER: make_member(session, other, MemberRole.OWNER, 3),
        Role.MUNICIPALITY: make_municipality_user(session, AARHUS),
        Role.CASEWORKER: make_authority_user(session, AuthorityRole.CASEWORKER),
        Role.LEAD: make_authority_user(session, AuthorityRole.LEAD),
        Role.AUDITOR: make_authority_user(session, AuthorityRole.AUDITOR),
        Role.DISABLED: make_authority_user(session, AuthorityRole.LEAD, 2),
    }


def _objects(
    session: Session, organisation: Organisation, people: dict[Role, User], at: datetime
) -> dict[str, object]:
    """Make what addresses name, all of it the first provider's, and say by what names."""
    key = api_keys.make(session, organisation, name="Vagtplan", key_hash=hash_of(KEY), by=OPERATOR, at=at)
    colleague = Colleague("Ny Kollega", "ny@vejen.example", MemberRole.EDITOR)
    _asked, invitation = invitations.invite(
        session, organisation, colleague, nonce="0" * 32, by=OPERATOR, at=at
    )
    editor = people[Role.EDITOR]
    membership = find_member(session, organisation.id, editor.id)
    release, objection = make_preview(session, organisation, people[Role.OWNER], at=at)
    return {
        "audience": "citizen",
        "change": "disable",
        "citizen": people[Role.CITIZEN].id,
        "fact": "cancelled",
        "invitation_id": invitation.id if invitation else 0,
        "key_id": key.id,
        "kind": "json",
        "measure": "work_6",
        "membership_id": membership.id if membership else 0,
        "number": 1_000,
        "objection_id": objection.id,
        "organisation": organisation.slug,
        "release_id": release.id,
        "slug": make_listing(session, organisation).slug,
        "step": "publish",
        "token": "1-" + "a" * 64,
        "upload_id": make_upload(session, at=at).id,
        "user_id": editor.id,
        "version": "2027-01",
    }


def _condition(session: Session, organisation: Organisation) -> dict[str, object]:
    """Make an approval with a condition that nobody has answered."""
    decision = CaseMaker(session, 8, organisation=organisation).approved_with(CONDITION)
    return {"case_id": decision.case_id, "number": 1}


def _case(session: Session, organisation: Organisation) -> dict[str, object]:
    """Make a case that is proposed, with a document, a letter and its file."""
    maker = CaseMaker(session, 7, organisation=organisation)
    case = maker.draft()
    pdf = accept("regnskab.pdf", b"%PDF-1.7\ntrailer\n%%EOF\n")
    document = attach(session, case, "insurance", pdf, act=maker.by_owner)
    maker.proposed(maker.checked(maker.examined()))
    letter = write(session, case, LetterKind.RECEIPT, {}, at=AT)
    keep_file(session, letter, b"%PDF-1.7", AT)
    return {
        "case_id": case.id,
        "document_id": document.id,
        "letter_id": letter.id,
        "group": "rights",
        "standard_id": "insurance",
        "step": "note",
    }


def everything(app: Flask) -> dict[str, list[tuple[object, ...]]]:
    """Read every row of every table, without the columns that only note that somebody was there."""
    found = {}
    with app.extensions["portal"].database.engine.connect() as connection:
        for table in all_tables().sorted_tables:
            columns = [column for column in table.columns if not _only_noted(table.name, column.name)]
            if columns:
                found[table.name] = sorted(map(tuple, connection.execute(select(*columns))), key=repr)
    return found


def _only_noted(table: str, column: str) -> bool:
    return table in COUNTED or NOTED.get(table) == column
