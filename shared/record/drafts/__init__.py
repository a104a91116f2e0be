"""Reports as drafts: what a form asks for, filled from the record, and empty where nobody recorded it."""
