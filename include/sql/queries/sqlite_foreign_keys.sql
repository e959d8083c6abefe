-- SQLite checks foreign keys only when asked.
PRAGMA foreign_keys = ON
