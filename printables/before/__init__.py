"""Sheets that are printed in the week before: cards, lists, sign-out sheets, schedules."""
