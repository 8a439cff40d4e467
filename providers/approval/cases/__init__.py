"""Cases: an application or a review on its way from the first word to a decision by two people."""
