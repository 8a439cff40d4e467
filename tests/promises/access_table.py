"""The reviewed table of who reaches what: each view's access, and what each visitor gets from each access."""

from enum import StrEnum


class Role(StrEnum):
    """Name the visitors that every address is tried by."""

    ANONYMOUS = "anonymous"
    CITIZEN = "citizen"
    OTHER_CITIZEN = "other_citizen"
    OWNER = "owner"
    EDITOR = "editor"
    OTHER_OWNER = "other_owner"
    MUNICIPALITY = "municipality"
    CASEWORKER = "caseworker"
    LEAD = "lead"
    AUDITOR = "auditor"
    DISABLED = "disabled"
    KEY = "key"


class Answer(StrEnum):
    """Say what a visitor gets: let in, led to sign in, 403, 404 about what is not theirs, or 401."""

    IN = "in"
    SIGN_IN = "sign_in"
    WRONG_ROLE = "wrong_role"
    FOREIGN = "foreign"
    NO_KEY = "no_key"


NOT_SIGNED_IN = frozenset({Role.ANONYMOUS, Role.DISABLED, Role.KEY})
CITIZENS = frozenset({Role.CITIZEN, Role.OTHER_CITIZEN})
PROVIDERS = frozenset({Role.OWNER, Role.EDITOR, Role.OTHER_OWNER})
MUNICIPALITY = frozenset({Role.MUNICIPALITY})
AUTHORITY = frozenset({Role.CASEWORKER, Role.LEAD, Role.AUDITOR})
EVERYBODY = frozenset(Role)


def _for(
    let_in: frozenset[Role], *, foreign: frozenset[Role] = frozenset(), denied: Answer = Answer.WRONG_ROLE
) -> dict[Role, Answer]:
    """Give every visitor's answer: those let in, those to whom the object is foreign, and the others."""
    answers = {}
    for role in Role:
        if role in let_in:
            answers[role] = Answer.IN
        elif denied is Answer.NO_KEY:
            answers[role] = Answer.NO_KEY
        elif role in NOT_SIGNED_IN:
            answers[role] = Answer.SIGN_IN
        else:
            answers[role] = Answer.FOREIGN if role in foreign else denied
    return answers


EXPECTED = {
    "public": _for(EVERYBODY),
    "anybody": _for(EVERYBODY),
    "signed_in": _for(EVERYBODY - NOT_SIGNED_IN),
    "citizen": _for(CITIZENS),
    "staff": _for(PROVIDERS | MUNICIPALITY | AUTHORITY),
    "provider": _for(PROVIDERS),
    "member": _for(frozenset({Role.OWNER, Role.EDITOR}), foreign=frozenset({Role.OTHER_OWNER})),
    "owner": _for(frozenset({Role.OWNER}), foreign=frozenset({Role.OTHER_OWNER})),
    "municipality": _for(MUNICIPALITY),
    "authority": _for(AUTHORITY),
    "caseworker": _for(frozenset({Role.CASEWORKER, Role.LEAD})),
    "lead": _for(frozenset({Role.LEAD})),
    "audit_reader": _for(frozenset({Role.LEAD, Role.AUDITOR})),
    "api_key": _for(frozenset({Role.KEY}), denied=Answer.NO_KEY),
}
