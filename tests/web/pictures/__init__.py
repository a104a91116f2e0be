"""The pictures of the officer's pages that the guides show."""
