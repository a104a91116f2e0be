"""Sheets with which a room works by hand: script, incident form, the pack of a room, the fallback."""
