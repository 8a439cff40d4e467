"""How results are worked out: pure functions of counts, which know no database and no page."""
