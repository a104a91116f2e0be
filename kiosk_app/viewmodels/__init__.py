"""What each screen shows and does, in plain Python."""
