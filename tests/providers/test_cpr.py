"""What can be a CPR number is recognised wherever it stands, and phone numbers and dates are not."""

import pytest

from providers.cpr import holds_cpr


@pytest.mark.parametrize(
    "text",
    [
        "010190-1234",
        "borger med 010190-1234.",
        "0101901234",
        "010190 1234",
        "(311299\u20130000)",
        "nr.010190-1234",
        "010190 - 1234",
        "010190.1234",
        "010190/1234",
        "010190\n1234",
        "01.01.90-1234",
        "01 01 90 1234",
        "01/01/90 1234",
        "01.01.1990-1234",
        "01011990-1234",
        "bilag_010190-1234.pdf",
    ],
)
def test_day_and_four_digits_are_recognised(text: str) -> None:
    assert holds_cpr(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Ring på 12 34 56 78 eller +45 12345678.",
        "+4512345678",
        "4512345678",
        "Fra 01.01.2026 til 31.12.2026",
        "2026-11-30 0800",
        "20261130 0800",
        "CVR 12345678",
        "321390-1234",
        "011390-1234",
        "5790001234567",
        "P-nummer 1003456789",
        "P-nr.: 1003456789",
        "4.500 kr. i 2026",
        "01.01.2026 0800",
        "01.01.2026-31.12.2026",
        "12 12 34 56 78",
        "Ring 20 10 12 34 eller 20 10 12 35",
    ],
)
def test_phone_numbers_days_and_other_numbers_are_not(text: str) -> None:
    assert not holds_cpr(text)
