"""Every list of the hub as a table: one catalogue for the page, the JSON and the command line."""
