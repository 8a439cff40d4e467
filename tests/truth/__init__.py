"""Measure how close the published figures come to a truth that only invented actors have."""
