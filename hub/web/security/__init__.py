"""Who may ask for what: session cookies, CSRF tokens, and the headers of every answer."""
