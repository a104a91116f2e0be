"""The schema of plan.db, step by step; a step that has shipped is never edited."""

from __future__ import annotations

from sqlite_utils import Database, Migrations

plan_migrations = Migrations("plan")


@plan_migrations()
def first_tables(db: Database) -> None:
    db.table("centre").create({"number": str, "name": str, "time_zone": str}, pk="number")
    db.table("candidates").create(
        {
            "key": str,
            "number": str,
            "id": str,
            "surname": str,
            "forenames": str,
            "uci": str,
            "photo": str,
            "tag_issue": int,
            "withdrawn": int,
        },
        pk="key",
    ).create_index(["id"], unique=True)
    db.table("timetable").create(
        {
            "key": str,
            "board": str,
            "code": str,
            "title": str,
            "day": str,
            "hours": int,
            "minutes_past": int,
            "minutes": int,
        },
        pk="key",
    ).create_index(["day"])
    db.table("entries").create(
        {"key": str, "number": str, "component_id": str, "withdrawn": int}, pk="key"
    ).create_index(["component_id"])
    db.table("rooms").create(
        {
            "key": str,
            "id": str,
            "name": str,
            "kind": str,
            "rows": int,
            "columns": int,
            "seats": str,
            "serves": str,
        },
        pk="key",
    )
    db.table("arrangements").create(
        {"key": str, "number": str, "kind": str, "percent": int, "note": str}, pk="key"
    )
    db.table("invigilators").create(
        {"key": str, "id": str, "name": str, "role": str, "pin_salt": str, "pin_hash": str}, pk="key"
    )
    db.table("seatings").create(
        {"key": str, "session": str, "number": str, "component_id": str, "room_id": str, "seat": str},
        pk="key",
    ).create_index(["session", "room_id", "seat"])


@plan_migrations()
def import_log(db: Database) -> None:
    """Each import with the records it replaced, so that it can be undone."""
    db.table("imports").create(
        {
            "id": int,
            "kind": str,
            "file": str,
            "at": str,
            "added": int,
            "changed": int,
            "withdrawn": int,
            "undone_at": str,
        },
        pk="id",
    )
    db.table("import_changes").create(
        {"import_id": int, "key": str, "before": str, "after": str},
        pk=("import_id", "key"),
        foreign_keys=[("import_id", "imports", "id")],
    )


@plan_migrations()
def steps_by_hand(db: Database) -> None:
    """What was changed by hand, with the records before and after, so that it can be undone."""
    db.table("steps").create(
        {"id": int, "scope": str, "what": str, "actor": str, "at": str, "undone_at": str}, pk="id"
    ).create_index(["scope", "id"])
    db.table("step_changes").create(
        {"step_id": int, "place": int, "kind": str, "before": str, "after": str},
        pk=("step_id", "place"),
        foreign_keys=[("step_id", "steps", "id")],
    )


@plan_migrations()
def rooms_as_they_are_laid_out(db: Database) -> None:
    """Aisles, doors, seats that aren't used, distances; seats chosen by hand; how a session is seated."""
    rooms = db.table("rooms")
    for name in ("disabled", "column_aisles", "row_aisles", "doors"):
        rooms.add_column(name, str, not_null_default="[]")
    rooms.add_column("front", str, not_null_default="")
    for name in ("across_cm", "along_cm", "aisle_cm", "width_cm", "depth_cm", "capacity"):
        rooms.add_column(name, int, not_null_default=0)
    db.table("seatings").add_column("pinned", int, not_null_default=0)
    db.table("seating_options").create({"session": str, "options": str}, pk="session")


@plan_migrations()
def duties_of_invigilators(db: Database) -> None:
    db.table("duties").create(
        {
            "key": str,
            "session": str,
            "invigilator_id": str,
            "room_id": str,
            "role": str,
            "report_minutes": int,
            "pinned": int,
        },
        pk="key",
    ).create_index(["session"])
    db.table("unavailability").create(
        {"key": str, "invigilator_id": str, "session": str, "note": str}, pk="key"
    )


@plan_migrations()
def what_other_lists_know(db: Database) -> None:
    """Numbers by which photos and other lists are matched, the order of rooms, profiles."""
    candidates = db.table("candidates")
    for name in ("upn", "admission_number", "uln", "from_centre"):
        candidates.add_column(name, str, not_null_default="")
    db.table("timetable").add_column("level", str)
    db.table("arrangements").add_column("minutes", int, not_null_default=0)
    rooms = db.table("rooms")
    rooms.add_column("position", int, not_null_default=0)
    db.execute(
        "UPDATE rooms SET position = "
        "(SELECT count(*) FROM rooms AS earlier WHERE earlier.rowid <= rooms.rowid)"
    )
    db.table("imports").add_column("actor", str, not_null_default="")
    db.table("import_profiles").create(
        {"kind": str, "name": str, "mapping": str}, pk=("kind", "name"), not_null={"mapping"}
    )
