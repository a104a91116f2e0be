"""What is kept of each session, how long it must be, and letting it go: by the officer, never by itself."""
