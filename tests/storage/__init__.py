"""Storage, the same on SQLite and on PostgreSQL."""
