"""The office of those who help: pages for the staff of providers."""
