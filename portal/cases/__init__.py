"""What the pages of applicants and of the authority share about cases: facts and words."""
