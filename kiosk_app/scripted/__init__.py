"""A tablet driven line by line: the tablet's own journal, sync, scanner and view-models without a window.

Rehearsals, the demonstration and tests use it. One JSON object a line comes in (``{"do": "confirm",
"frame": "tag.png"}``), one goes out (``{"ok": true, "result": …}`` or ``{"ok": false, "error": …}``).
"""
