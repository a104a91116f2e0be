"""The hub's web face: app factory, API routes, pages and templates."""
