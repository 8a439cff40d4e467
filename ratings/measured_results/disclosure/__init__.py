"""What is too few to show, and the one door between what was measured and whoever may see it."""
