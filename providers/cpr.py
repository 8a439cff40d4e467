"""Recognise what can be a CPR number, so that none is ever kept."""

import re

LIKE_CPR = re.compile(r"(?<![0-9])[0-9]{6}[- \u2013]?[0-9]{4}(?![0-9])")
# As people write it: the day in one, or its parts apart, with or without the century, and any gap before the
# four digits. With the century and parts apart only a dash joins them, for else it is a day and a time.
_GAP = r"\s{0,2}[-\u2013./]?\s{0,2}"
_APART = r"[-./ ]"
WRITTEN = re.compile(
    rf"(?<![0-9])(?:[0-9]{{6}}{_GAP}"
    rf"|[0-9]{{4}}(?:19|20)[0-9]{{2}}\s?[-\u2013]\s?"
    rf"|[0-9]{{2}}{_APART}[0-9]{{2}}{_APART}[0-9]{{2}}{_GAP}"
    rf"|[0-9]{{2}}{_APART}[0-9]{{2}}{_APART}(?:19|20)[0-9]{{2}}\s?[-\u2013]\s?"
    r")[0-9]{4}(?![0-9])"
)
# The number of a production unit looks the same and is nobody's, when the word stands before it.
NAMED_P_NUMBER = re.compile(r"\bp-?(?:nummer|nr\.?|number|no\.?)[\s:]*$", re.IGNORECASE)


def is_cpr(text: str) -> bool:
    """Say whether a text looks like a CPR number: a day that can be, and four digits."""
    if LIKE_CPR.fullmatch(text) is None:
        return False
    return _begins_with_a_day(text)


def holds_cpr(text: str) -> bool:
    """Say whether something in a text looks like a CPR number; phone numbers and dates do not."""
    return any(
        _begins_with_a_day(found[0]) and NAMED_P_NUMBER.search(text[: found.start()]) is None
        for found in WRITTEN.finditer(text)
    )


def _begins_with_a_day(text: str) -> bool:
    """Say whether the first four digits can be a day and a month."""
    # 29 February is one in years that the seventh digit tells; a pseudonym has no need of it.
    digits = "".join(each for each in text if each.isdigit())
    return 1 <= int(digits[:2]) <= 31 and 1 <= int(digits[2:4]) <= 12
