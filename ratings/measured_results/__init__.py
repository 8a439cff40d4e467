"""How many got into work, against what could be expected, from register rows to published figures."""
