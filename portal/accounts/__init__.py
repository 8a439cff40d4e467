"""How people come in and go out: signing in, mailed links, second factors, sessions."""
