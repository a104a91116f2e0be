"""Colours, type and widgets shared by the screens."""
