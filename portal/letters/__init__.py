"""Letters to the parties of a case: what they say, and the PDF that is made of it."""
