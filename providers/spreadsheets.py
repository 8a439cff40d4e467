"""Keep what people write from being run by the spreadsheet that opens it."""

# A spreadsheet takes a cell that begins with one of these as a formula, and would run it.
BEGINS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def as_text(text: str) -> str:
    """Write a text so that no spreadsheet runs it."""
    return f"'{text}" if text.startswith(BEGINS_A_FORMULA) else text
