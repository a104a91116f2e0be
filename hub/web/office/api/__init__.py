"""The hub's JSON: the same services as the pages, for programs; described by its own OpenAPI document."""

from hub.web.office.api.answers import BASE, IN_SESSION, answer, tagged_answer

__all__ = ["BASE", "IN_SESSION", "answer", "tagged_answer"]
