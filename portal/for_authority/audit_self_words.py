"""The sentences of the audit trail about what somebody did to their own access, and to nobody else's."""

from portal.locale import gettext as _


def sentences_about_oneself() -> dict[str, str]:
    """Give the sentence of each action that reads otherwise when it happened to whoever did it."""
    return {
        "membership.begun": _("%(who)s fik adgang til %(organisation)s."),
        "membership.ended": _("%(who)s afsluttede sin egen adgang til %(organisation)s."),
        "link.used": _("%(who)s brugte linket i en mail."),
        "session.ended": _("%(who)s afsluttede sit eget login %(id)s."),
        "identity.connected": _("%(who)s tog MitID i brug."),
        "password.set": _("%(who)s valgte en ny adgangskode."),
        "second_factor.confirmed": _("%(who)s tog koder fra en app i brug."),
        "second_factor.removed": _("%(who)s fjernede sine koder fra en app."),
        "recovery_codes.made": _("%(who)s fik nye nødkoder."),
        "recovery_codes.removed": _("%(who)s fjernede sine nødkoder."),
        "recovery_code.used": _("%(who)s brugte en af sine nødkoder."),
        "profile.told": _("%(who)s oplyste sin kommune."),
        "profile.changed": _("%(who)s valgte en anden kommune."),
        "profile.removed": _("%(who)s fjernede sin kommune."),
    }
