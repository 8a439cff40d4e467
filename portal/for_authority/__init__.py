"""Pages for those who approve, supervise and guide: the authority, and the municipalities' caseworkers."""
