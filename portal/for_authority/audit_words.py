"""Say in one plain sentence what each event of the audit trail tells; codes stay codes in the details.

What is said here holds no personal facts of citizens: they are numbers, as in the trail itself.
"""

from collections.abc import Mapping
from typing import Any

from portal.locale import gettext as _
from providers.audit.models import ActorKind, AuditEvent
from providers.audit.rules import Fault, FaultKind

# What the actions of a group begin with.
GROUPS = (
    "user", "membership", "link", "session", "identity", "password", "second_factor", "recovery_code",
    "profile", "citizen", "api_key", "register", "mail", "login_session", "look",
)  # fmt: skip


class _Facts(dict[str, Any]):
    """What can stand in a sentence; what an event does not tell is a question mark."""

    def __missing__(self, _name: str) -> str:
        return "?"


def sentences() -> dict[str, str]:
    """Give the sentence of each action, with places for who did it, the object's number and its states."""
    return {**_of_rights(), **_of_ways_in(), **_of_citizens(), **_of_machines(), **_of_erasing()}


def group_label(group: str) -> str:
    """Name a group of actions."""
    return {
        "user": _("Brugere"),
        "membership": _("Adgang til aktører"),
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
        "mail": _("Mails"),
        "login_session": _("Slettede logins"),
        "look": _("Slettede opslag"),
    }[group]


def object_labels() -> dict[str, str]:
    """Give the name of each type of object."""
    return {
        "user": _("Bruger"),
        "membership": _("Adgang til aktør"),
        "link": _("Link i mail"),
        "login_session": _("Login"),
        "identity": _("Forbindelse til MitID"),
        "password": _("Adgangskode for bruger"),
        "second_factor": _("Kode fra app for bruger"),
        "recovery_codes": _("Nødkoder for bruger"),
        "profile": _("Kommune for borger"),
        "look": _("Opslag"),
        "api_key": _("Nøgle til API"),
        "register_import": _("Import af registeret"),
        "outbox_message": _("Mail"),
    }


def sentence_of(event: AuditEvent, known: Mapping[str, str], names: Mapping[int, str]) -> str:
    """Say what an event tells; an action that nobody has written a sentence for is named by its code."""
    who = actor_name(event, names)
    words = known.get(event.action)
    if words is None:
        return f"{who}: {event.action} ({event.object_type} {event.object_id})"
    return words % _Facts(
        states_in(event.before) | states_in(event.after) | {"who": who, "id": event.object_id}
    )


def states_in(states: Any) -> dict[str, Any]:
    """Give the states that an event tells of; somebody may have written into it what is none."""
    return states if isinstance(states, dict) else {}


def actor_name(event: AuditEvent, names: Mapping[int, str]) -> str:
    """Name who acted; citizens, and those who have been erased, are numbers."""
    if event.actor_kind == ActorKind.SYSTEM:
        return _("Portalen")
    if event.actor_kind == ActorKind.OPERATOR or event.actor_id is None:
        return _("Driften")
    return names.get(event.actor_id) or _("Person %(id)s", id=event.actor_id)


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
        "user.created": _("%(who)s oprettede bruger %(id)s."),
        "user.role_changed": _("%(who)s gav bruger %(id)s en anden rolle."),
        "user.disabled": _("%(who)s lukkede bruger %(id)s ude."),
        "user.enabled": _("%(who)s lukkede bruger %(id)s ind igen."),
        "membership.begun": _("%(who)s gav bruger %(user)s adgang til aktør %(organisation)s."),
        "membership.ended": _("%(who)s tog adgangen til aktør %(organisation)s fra bruger %(user)s."),
        "link.issued": _("%(who)s bad om et link i en mail til bruger %(user)s."),
        "link.used": _("%(who)s brugte linket i en mail til bruger %(user)s."),
        "link.withdrawn": _("%(who)s trak et link til bruger %(user)s tilbage."),
    }


def _of_ways_in() -> dict[str, str]:
    return {
        "session.begun": _("%(who)s loggede ind."),
        "session.ended": _("%(who)s afsluttede login %(id)s for bruger %(user)s."),
        "identity.connected": _("%(who)s forbandt bruger %(user)s med MitID."),
        "password.set": _("%(who)s valgte en ny adgangskode for bruger %(id)s."),
        "second_factor.confirmed": _("%(who)s tog koder fra en app i brug for bruger %(id)s."),
        "second_factor.removed": _("%(who)s fjernede koderne fra en app for bruger %(id)s."),
        "recovery_codes.made": _("%(who)s fik nye nødkoder til bruger %(id)s."),
        "recovery_codes.removed": _("%(who)s fjernede nødkoderne for bruger %(id)s."),
        "recovery_code.used": _("%(who)s brugte en nødkode for bruger %(id)s."),
    }


def _of_citizens() -> dict[str, str]:
    return {
        "profile.told": _("%(who)s oplyste kommunen for borger %(id)s."),
        "profile.changed": _("%(who)s ændrede kommunen for borger %(id)s."),
        "profile.removed": _("%(who)s fjernede kommunen for borger %(id)s."),
        "citizen.looked_at": _("%(who)s så oplysningerne om borger %(citizen)s."),
    }


def _of_machines() -> dict[str, str]:
    return {
        "api_key.made": _("%(who)s lavede nøgle %(id)s til API."),
        "api_key.revoked": _("%(who)s spærrede nøgle %(id)s til API."),
        "register.imported": _(
            "%(who)s hentede registeret ind: %(listings_new)s nye og %(listings_changed)s ændrede tilbud."
        ),
        "mail.resent": _("%(who)s lod mail %(id)s blive sendt igen."),
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
