"""The rules of an examination as dated, sourced data."""
