"""The numbers of the worked example, as the page and docs/method.md print them; a test recomputes them."""

# Two groups of people with the chances that the model gave them, and how many of them were in work.
EXAMPLE: dict[str, float] = {
    "easier": 120,
    "easier_chance": 60,
    "easier_expected": 72,
    "harder": 80,
    "harder_chance": 30,
    "harder_expected": 24,
    "people": 200,
    "expected": 96,
    "expected_share": 48,
    "observed": 112,
    "share": 56,
    "share_lower": 49,
    "share_upper": 63,
    "variance": 45.6,
    "ratio": 1.17,
    "ratio_lower": 1.03,
    "ratio_upper": 1.30,
    "tau": 0.12,
    "reliability": 74,
    "shrunken": 1.12,
    "chance_above": 97,
    "chance_clearly_above": 62,
    "people_needed": 69,
}
