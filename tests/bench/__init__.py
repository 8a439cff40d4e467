"""How fast the pages are, measured against a Flask hello-world in the same run (`make bench`)."""
