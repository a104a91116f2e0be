"""The server in the exams office."""
