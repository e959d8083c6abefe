-- Readers and one writer side by side.
PRAGMA journal_mode = WAL
