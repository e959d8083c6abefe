-- Sync History's lines stay as they were written.
CREATE TRIGGER sync_history_no_update BEFORE UPDATE ON sync_history
BEGIN
    SELECT RAISE(ABORT, 'sync_history is append-only');
END
