"""The examday command."""
