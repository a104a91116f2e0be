"""Makes a fresh clone ready to run: system packages, .venv, the locked packages and ExamDay itself."""
