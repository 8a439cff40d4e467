"""Say in one plain sentence what each event of the audit trail tells; codes stay codes in the details.

Whoever acted for an authority or an organisation is named, and so are organisations. Those to whom something
was done are numbers with what they are, and citizens are never more than that.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from portal.for_authority.audit_case_words import groups_of_cases, objects_of_cases, sentences_about_cases
from portal.for_authority.audit_choice_words import (
    groups_of_choices,
    objects_of_choices,
    sentences_about_choices,
)
from portal.for_authority.audit_self_words import sentences_about_oneself
from portal.for_authority.labels import numbered, role_label
from portal.locale import gettext as _
from providers.audit.models import ActorKind, AuditEvent
from providers.audit.rules import Fault, FaultKind
from providers.people.models import STAFF_KINDS, AuthorityRole, User

# What the actions of a group begin with.
GROUPS = (
    "user", "membership", "invitation", "link", "session", "identity", "password", "second_factor",
    "recovery_code", "profile", "citizen", "api_key", "register", "result_import", "release", "objection",
    "mail", "login_session", "look", "sign_up", "organisation",
    "approval_case", "check", "inquiry", "decision", "appeal", "condition",
    "choice", "absence", "none_fits", "contact_look",
)  # fmt: skip


# Objects that have no number of their own, but that of the person they belong to.
OF_A_PERSON = frozenset({"user", "password", "second_factor", "recovery_codes", "profile"})
# Their sentences name both roles, the one before and the one after.
OF_TWO_ROLES = frozenset({"user.role_changed"})


@dataclass(frozen=True, slots=True)
class Known:
    """What is known today of whom and what events name by number; those who were erased are unknown."""

    users: Mapping[int, User] = field(default_factory=dict)
    organisations: Mapping[int, str] = field(default_factory=dict)


class _Facts(dict[str, Any]):
    """What can stand in a sentence; what an event does not tell is a question mark."""

    def __missing__(self, _name: str) -> str:
        return "?"


def sentences() -> dict[str, str]:
    """Give the sentence of each action, with places for who did it, the object's number and its states."""
    return {
        **_of_rights(),
        **_of_ways_in(),
        **_of_citizens(),
        **_of_machines(),
        **_of_releases(),
        **sentences_about_cases(),
        **sentences_about_choices(),
        **_of_erasing(),
    }


def group_label(group: str) -> str:
    """Name a group of actions."""
    return {
        "user": _("Brugere"),
        "membership": _("Adgang til aktører"),
        "invitation": _("Invitationer til aktører"),
        "link": _("Links i mails"),
        "session": _("Log ind og log ud"),
        "identity": _("Forbindelser til MitID"),
        "password": _("Adgangskoder"),
        "second_factor": _("Koder fra en app"),
        "recovery_code": _("Nødkoder"),
        "profile": _("Borgeres kommune"),
        "citizen": _("Opslag om borgere"),
        "api_key": _("Nøgler til API"),
        "register": _("Registeret"),
        "result_import": _("Import af resultater"),
        "release": _("Offentliggørelser af resultater"),
        "objection": _("Indsigelser mod resultater"),
        "mail": _("Mails"),
        "login_session": _("Slettede logins"),
        "look": _("Slettede opslag"),
        "sign_up": _("Oprettelser af virksomheder"),
        "organisation": _("Nye virksomheder"),
        **groups_of_cases(),
        **groups_of_choices(),
    }[group]


def object_labels() -> dict[str, str]:
    """Give the name of each type of object."""
    return {
        "user": _("Bruger"),
        "membership": _("Adgang til aktør"),
        "invitation": _("Invitation til aktør"),
        "link": _("Link i mail"),
        "login_session": _("Login"),
        "identity": _("Forbindelse til MitID"),
        "password": _("Adgangskode for bruger"),
        "second_factor": _("Kode fra app for bruger"),
        "recovery_codes": _("Nødkoder for bruger"),
        "profile": _("Kommune for borger"),
        "look": _("Opslag"),
        "sign_up": _("Oprettelse af virksomhed"),
        "organisation": _("Virksomhed"),
        "api_key": _("Nøgle til API"),
        "register_import": _("Import af registeret"),
        "outbox_message": _("Mail"),
        "result_import": _("Import af resultater"),
        "release": _("Offentliggørelse"),
        "objection": _("Indsigelse"),
        **objects_of_cases(),
        **objects_of_choices(),
    }


def sentence_of(event: AuditEvent, written: Mapping[str, str], known: Known) -> str:
    """Say what an event tells; an action that nobody has written a sentence for is named by its code."""
    who = actor_name(event, known)
    words = written.get(event.action)
    if words is None:
        return f"{who}: {event.action} ({event.object_type} {event.object_id})"
    facts = _Facts(states_in(event.before) | states_in(event.after) | {"who": who, "id": event.object_id})
    if (number := person_in(event)) is not None:
        itself = event.actor_kind == ActorKind.PERSON and event.actor_id == number
        role = facts.get("authority_role") if event.action not in OF_TWO_ROLES else None
        facts["person"] = _("sig selv") if itself else numbered(known.users.get(number), number, role)
        if itself:
            words = sentences_about_oneself().get(event.action, words)
    if (number := organisation_in(event)) is not None:
        facts["organisation"] = known.organisations.get(number) or _("aktør nummer %(id)s", id=number)
    facts["role_before"] = _role_in(event.before)
    facts["role_after"] = _role_in(event.after)
    return words % facts


def _role_in(states: Any) -> str:
    """Name the role in the authority that somebody had then."""
    role = states_in(states).get("authority_role")
    return _in_a_sentence(role_label(role)) if role in tuple(AuthorityRole) else "?"


def person_in(event: AuditEvent) -> int | None:
    """Give the number of the person to whom something happened, if it happened to one."""
    states = states_in(event.before) | states_in(event.after)
    named = event.object_id if event.object_type in OF_A_PERSON else states.get("user", states.get("citizen"))
    return _number(named)


def organisation_in(event: AuditEvent) -> int | None:
    """Give the number of the organisation that an event is about, if it is about one."""
    return _number((states_in(event.before) | states_in(event.after)).get("organisation"))


def states_in(states: Any) -> dict[str, Any]:
    """Give the states that an event tells of; somebody may have written into it what is none."""
    return states if isinstance(states, dict) else {}


def actor_name(event: AuditEvent, known: Known) -> str:
    """Name who acted; citizens, and those who have been erased, are numbers."""
    if event.actor_kind == ActorKind.SYSTEM:
        return _("Portalen")
    if event.actor_kind == ActorKind.OPERATOR or event.actor_id is None:
        return _("Driften")
    user = known.users.get(event.actor_id)
    if user is not None and user.kind in STAFF_KINDS and user.name:
        return user.name
    words = numbered(user, event.actor_id)
    return f"{words[:1].upper()}{words[1:]}"


def _number(value: object) -> int | None:
    """Read a number that an event holds; somebody may have written into it what is none."""
    text = str(value)
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def fault_sentence(fault: Fault) -> str:
    """Say what is wrong with the trail."""
    return {
        FaultKind.CHANGED: _("Hændelse %(seq)s er blevet ændret."),
        FaultKind.MISSING: _("Hændelse %(seq)s er blevet fjernet."),
        FaultKind.OUT_OF_ORDER: _("Hændelse %(seq)s står det forkerte sted."),
        FaultKind.REPLACED: _("Hændelse %(seq)s passer ikke til den før, så en af dem er skiftet ud."),
        FaultKind.CUT_OFF: _("Sporet er skåret over: hændelse %(seq)s og alt efter den er fjernet."),
        FaultKind.BEYOND_HEAD: _("Hændelse %(seq)s er føjet til efter sporets ende."),
        FaultKind.NOT_THE_HEAD: _("Hændelse %(seq)s passer ikke til sporets ende, så en af dem er ændret."),
        FaultKind.REWRITTEN: _("Hændelse %(seq)s er ikke den, der blev skrevet ned. Sporet er skrevet om."),
    }[fault.kind] % {"seq": fault.seq}


def _of_rights() -> dict[str, str]:
    return {
        "user.created": _("%(who)s oprettede %(person)s."),
        "user.role_changed": _(
            "%(who)s skiftede rollen for %(person)s fra %(role_before)s til %(role_after)s."
        ),
        "user.disabled": _("%(who)s lukkede %(person)s ude."),
        "user.enabled": _("%(who)s lukkede %(person)s ind igen."),
        "membership.begun": _("%(who)s gav %(person)s adgang til %(organisation)s."),
        "membership.ended": _("%(who)s tog adgangen til %(organisation)s fra %(person)s."),
        "invitation.made": _("%(who)s inviterede en person til %(organisation)s."),
        "invitation.withdrawn": _("%(who)s trak en invitation til %(organisation)s tilbage."),
        "invitation.accepted": _("%(who)s sagde ja til en invitation til %(organisation)s."),
        "sign_up.asked": _("En besøgende bad om at oprette en virksomhed (nummer %(id)s)."),
        "sign_up.confirmed": _("%(who)s bekræftede mailadressen og oprettede en virksomhed (nummer %(id)s)."),
        "organisation.founded": _("%(who)s oprettede virksomheden med nummer %(id)s."),
        "link.issued": _("%(who)s bad om et link i en mail til %(person)s."),
        "link.used": _("%(who)s brugte linket i en mail til %(person)s."),
        "link.withdrawn": _("%(who)s trak et link til %(person)s tilbage."),
    }


def _of_ways_in() -> dict[str, str]:
    return {
        "session.begun": _("%(who)s loggede ind."),
        "session.ended": _("%(who)s afsluttede login %(id)s for %(person)s."),
        "identity.connected": _("%(who)s forbandt %(person)s med MitID."),
        "password.set": _("%(who)s valgte en ny adgangskode for %(person)s."),
        "second_factor.confirmed": _("%(who)s tog koder fra en app i brug for %(person)s."),
        "second_factor.removed": _("%(who)s fjernede koderne fra en app for %(person)s."),
        "recovery_codes.made": _("%(who)s fik nye nødkoder til %(person)s."),
        "recovery_codes.removed": _("%(who)s fjernede nødkoderne for %(person)s."),
        "recovery_code.used": _("%(who)s brugte en nødkode for %(person)s."),
    }


def _of_citizens() -> dict[str, str]:
    return {
        "profile.told": _("%(who)s oplyste kommunen for %(person)s."),
        "profile.changed": _("%(who)s ændrede kommunen for %(person)s."),
        "profile.removed": _("%(who)s fjernede kommunen for %(person)s."),
        "citizen.looked_at": _("%(who)s så oplysningerne om %(person)s."),
    }


def _of_machines() -> dict[str, str]:
    return {
        "api_key.made": _("%(who)s lavede nøgle %(id)s til API for %(organisation)s."),
        "api_key.revoked": _("%(who)s spærrede nøgle %(id)s til API for %(organisation)s."),
        "register.imported": _(
            "%(who)s hentede registeret ind: %(listings_new)s nye og %(listings_changed)s ændrede tilbud."
        ),
        "result_import.made": _("%(who)s hentede resultater ind: %(accepted)s af %(rows)s rækker."),
        "result_import.removed": _("%(who)s fjernede import %(id)s af resultater."),
        "mail.resent": _("%(who)s lod mail %(id)s blive sendt igen."),
    }


def _of_releases() -> dict[str, str]:
    return {
        "release.made": _("%(who)s lavede offentliggørelse %(id)s af resultater."),
        "release.preview": _("%(who)s sendte offentliggørelse %(id)s i høring hos aktørerne."),
        "release.published": _("%(who)s lod alle se offentliggørelse %(id)s."),
        "release.discarded": _("%(who)s kasserede kladden til offentliggørelse %(id)s."),
        "release.withdrawn": _("%(who)s trak offentliggørelse %(id)s tilbage."),
        "objection.made": _(
            "%(who)s gjorde indsigelse mod offentliggørelse %(release)s for %(organisation)s."
        ),
        "objection.answered": _("%(who)s svarede på indsigelse %(id)s fra %(organisation)s."),
    }


def _of_erasing() -> dict[str, str]:
    """Say of each type of object that it was erased: by its person, or by the clock."""
    return {
        f"{kind}.erased": _("%(who)s slettede %(what)s %(id)s.").replace("%(what)s", _in_a_sentence(label))
        for kind, label in object_labels().items()
    }


def _in_a_sentence(label: str) -> str:
    """Write a name with a small letter, unless it begins with several capitals."""
    return label if label[:2].isupper() else label[:1].lower() + label[1:]
