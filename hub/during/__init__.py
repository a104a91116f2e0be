"""During the exam: ingest, live view, alerts and devices."""
