"""The workspace of whoever is signed in: its name, its pages, and where it begins."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from flask import request, url_for

from portal.access import ORGANISATION, the_person
from portal.accounts.new_factor import codes_to_show
from portal.locale import gettext as _
from portal.sessions import Member, SignedIn
from portal.state import portal
from providers.clock import danish_day
from providers.organisations.models import MemberRole
from providers.people.models import AuthorityRole, UserKind
from providers.reference.queries import municipality_names

CASES = (
    "cases",
    "case_work",
    "case_judging",
    "case_steps",
    "case_proposing",
    "appeals",
    "conditions",
    "case_deciding",
    "reviews",
)
APPLICATIONS = (
    "applications",
    "application_scope",
    "application_answers",
    "application_listing",
    "application_sending",
    "application_replies",
    "own_conditions",
)
RELEASES = ("authority_releases", "release_figures", "release_steps", "objections")


@dataclass(frozen=True, slots=True)
class Place:
    """A page of the workspace, as its menu names it."""

    endpoint: str
    label: str
    url: str
    leads_to: frozenset[str] = frozenset()

    @property
    def is_here(self) -> str:
        """Say for `aria-current` whether this is the page one is on, or the one that led to it."""
        here = request.endpoint or ""
        if here == self.endpoint:
            return "page"
        return "true" if here in self.leads_to or here.partition(".")[0] in self.leads_to else ""


@dataclass(frozen=True, slots=True)
class Workspace:
    """What stands around every page of somebody who is signed in."""

    title: str
    who: str
    places: tuple[Place, ...]
    organisations: tuple[Place, ...] = ()

    @property
    def codes_wait(self) -> bool:
        """Say whether new recovery codes wait in this browser for their owner to say that they are kept."""
        return bool(codes_to_show())


def workspace() -> Workspace:
    """Give the workspace of whoever is signed in."""
    person = the_person()
    makers = {
        UserKind.CITIZEN: _citizen,
        UserKind.PROVIDER: _provider,
        UserKind.MUNICIPALITY: _municipality,
        UserKind.AUTHORITY: _authority,
    }
    return makers[person.kind](person)


def home_of(person: SignedIn) -> str:
    """Give the address at which somebody's workspace begins."""
    endpoint = {
        UserKind.CITIZEN: "my.overview",
        UserKind.PROVIDER: "office.overview",
        UserKind.MUNICIPALITY: "municipality.overview",
        UserKind.AUTHORITY: "authority.overview",
    }[person.kind]
    return url_for(endpoint)


def acting_for(person: SignedIn) -> Member | None:
    """Give the organisation that a page is about, or the first one that somebody acts for."""
    slug = (request.view_args or {}).get(ORGANISATION)
    named = person.membership_in(slug) if slug else None
    return named or (person.memberships[0] if person.memberships else None)


def role_name(person: SignedIn) -> str:
    """Name what somebody does in the authority."""
    return {
        None: "",
        AuthorityRole.CASEWORKER: _("sagsbehandler"),
        AuthorityRole.LEAD: _("leder"),
        AuthorityRole.AUDITOR: _("revisor"),
    }[person.authority_role]


def municipality_of(person: SignedIn) -> str:
    """Name the municipality that somebody works for."""
    code = person.municipality_code or ""
    return municipality_names(danish_day(portal().now())).get(code, code)


def _citizen(_person: SignedIn) -> Workspace:
    places = (
        _place("my.overview", _("Overblik"), ("my.confirm_forgetting",)),
        _place("my.looks", _("Hvem har set mine oplysninger")),
        _place("my.data", _("Mine data"), ("my.confirm_erasing",)),
        _place("account.overview", _("Log ind og sikkerhed"), ("account", "account_factor")),
    )
    return Workspace(_("Min side"), _("Du er logget ind som borger."), places)


def _provider(person: SignedIn) -> Workspace:
    here = acting_for(person)
    places = [_place("office.overview", _("Overblik"))]
    if here is not None:
        places += [
            _place("office.organisation", _("Aktøren"), organisation=here.slug),
            _place("applications.overview", _("Godkendelse"), APPLICATIONS, organisation=here.slug),
            _place("own_results.results", _("Resultater"), ("own_results",), organisation=here.slug),
            _place("team.team", _("Medarbejdere"), ("team",), organisation=here.slug),
        ]
        if here.role is MemberRole.OWNER:
            places.append(_place("keys.keys", _("Nøgler til API"), ("keys",), organisation=here.slug))
    places += _of_all_staff()
    who = _("Du er logget ind som %(name)s.", name=person.name)
    return Workspace(here.name if here else _("Aktørens side"), who, tuple(places))


def _municipality(person: SignedIn) -> Workspace:
    places = (
        _place("municipality.overview", _("Overblik")),
        _place(
            "municipality.residents",
            _("Borgere"),
            ("municipality.resident", "municipality.look", "municipality.find"),
        ),
        *_of_all_staff(),
    )
    who = _("Du er logget ind som %(name)s.", name=person.name)
    return Workspace(_("%(name)s Kommune", name=municipality_of(person)), who, places)


def _authority(person: SignedIn) -> Workspace:
    places = [
        _place("authority.overview", _("Overblik"), ("standing",)),
        _place("cases.queue", _("Sager"), CASES),
        _place("result_imports.overview", _("Målte resultater"), ("result_imports",)),
        _place("authority_releases.overview", _("Offentliggørelser"), RELEASES),
        _place("people.people", _("Personer og rettigheder"), ("people", "rights", "invitations")),
    ]
    if person.authority_role in (AuthorityRole.LEAD, AuthorityRole.AUDITOR):
        places.append(_place("audit.trail", _("Revisionsspor"), ("audit",)))
    places += _of_all_staff()
    who = _("Du er logget ind som %(name)s, %(role)s.", name=person.name, role=role_name(person))
    return Workspace(_("Godkendelsesmyndigheden"), who, tuple(places))


def _of_all_staff() -> tuple[Place, ...]:
    return (
        _place("account.overview", _("Log ind og sikkerhed"), ("account", "account_factor")),
        _place("my_data.overview", _("Mine data"), ("my_data",)),
    )


def _place(endpoint: str, label: str, leads_to: Iterable[str] = (), **values: Any) -> Place:
    return Place(endpoint, label, url_for(endpoint, **values), frozenset(leads_to))
