"""The tests: they mirror the tree, and each is a sentence."""
