"""Dated code lists about Denmark: municipalities, target groups, kinds of support and places."""
