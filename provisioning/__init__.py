"""Certificates, enrolment, preflight, the demo site and installation."""
