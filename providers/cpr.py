"""Recognise what can be a CPR number, so that none is ever kept."""

import re

LIKE_CPR = re.compile(r"(?<![0-9])[0-9]{6}[- \u2013]?[0-9]{4}(?![0-9])")
# The number of a production unit looks the same and is nobody's, when the word stands before it.
NAMED_P_NUMBER = re.compile(r"\bp-?(?:nummer|nr\.?|number|no\.?)[\s:]*$", re.IGNORECASE)


def is_cpr(text: str) -> bool:
    """Say whether a text looks like a CPR number: a day that can be, and four digits."""
    if LIKE_CPR.fullmatch(text) is None:
        return False
    # 29 February is one in years that the seventh digit tells; a pseudonym has no need of it.
    first, month = int(text[:2]), int(text[2:4])
    return 1 <= first <= 31 and 1 <= month <= 12


def holds_cpr(text: str) -> bool:
    """Say whether something in a text looks like a CPR number; phone numbers and dates do not."""
    return any(
        is_cpr(found[0]) and NAMED_P_NUMBER.search(text[: found.start()]) is None
        for found in LIKE_CPR.finditer(text)
    )
