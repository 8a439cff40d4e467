"""The sentences of the audit trail about cases of approval, their letters, decisions and appeals."""

from portal.locale import gettext as _


def sentences_about_cases() -> dict[str, str]:
    """Give the sentence of each action, with places for who did it, the object's number and its states."""
    return _of_applicants() | _of_caseworkers() | _of_decisions()


def groups_of_cases() -> dict[str, str]:
    """Name the groups of actions."""
    return {
        "approval_case": _("Sager om godkendelse"),
        "check": _("Vurdering af standarder"),
        "inquiry": _("Breve til aktører"),
        "decision": _("Afgørelser"),
        "appeal": _("Klager over afgørelser"),
        "condition": _("Vilkår i afgørelser"),
    }


def objects_of_cases() -> dict[str, str]:
    """Give the name of each type of object."""
    return {
        "approval_case": _("Sag om godkendelse"),
        "case_check": _("Vurdering af en standard"),
        "inquiry": _("Brev til aktør"),
        "decision": _("Afgørelse"),
        "appeal": _("Klage"),
        "condition_follow_up": _("Opfølgning på et vilkår"),
    }


def _of_applicants() -> dict[str, str]:
    return {
        "approval_case.started": _("%(who)s begyndte sag %(id)s om %(organisation)s."),
        "approval_case.send": _("%(who)s sendte ansøgningen i sag %(id)s for %(organisation)s."),
        "approval_case.withdraw": _("%(who)s trak ansøgningen i sag %(id)s for %(organisation)s tilbage."),
        "inquiry.answered": _("%(who)s svarede på brev %(id)s."),
    }


def _of_caseworkers() -> dict[str, str]:
    return {
        "approval_case.open": _("%(who)s åbnede sag %(id)s om godkendelsen af %(organisation)s."),
        "approval_case.take": _(
            "%(who)s gav sag %(id)s om %(organisation)s til bruger nummer %(assigned_to)s."
        ),
        "approval_case.ask": _("%(who)s bad %(organisation)s om oplysninger i sag %(id)s."),
        "approval_case.hear": _("%(who)s sendte sag %(id)s om %(organisation)s i partshøring."),
        "approval_case.go_on": _("%(who)s lod sag %(id)s om %(organisation)s gå videre."),
        "approval_case.close": _("%(who)s lukkede sag %(id)s om %(organisation)s uden en afgørelse."),
        "approval_case.checked": _("%(who)s kørte kontrollen i sag %(id)s."),
        "approval_case.documents_removed": _("%(who)s slettede dokumenter i sag %(id)s."),
        "approval_case.noted": _("%(who)s skrev en note i sag %(id)s."),
        "check.judged": _("%(who)s vurderede standarden %(standard)s i sag %(case)s."),
        "inquiry.ended": _("%(who)s lod fristen for brev %(id)s løbe ud."),
    }


def _of_decisions() -> dict[str, str]:
    return {
        "approval_case.propose": _("%(who)s foreslog en afgørelse i sag %(id)s om %(organisation)s."),
        "approval_case.send_back": _("%(who)s sendte forslaget i sag %(id)s om %(organisation)s tilbage."),
        "approval_case.decide": _("%(who)s afgjorde sag %(id)s om %(organisation)s."),
        "decision.made": _("%(who)s noterede afgørelse %(id)s om %(organisation)s."),
        "appeal.received": _("%(who)s noterede en klage over afgørelse %(decision)s."),
        "appeal.answered": _("%(who)s noterede svaret på klagen over afgørelse %(decision)s."),
        "condition.answered": _("%(who)s svarede på vilkår %(number)s i afgørelse %(decision)s."),
        "condition.judged": _("%(who)s vurderede vilkår %(number)s i afgørelse %(decision)s."),
    }
