"""Reading what a school exports: any dialect in, records and plain problems out. Nothing here writes."""
