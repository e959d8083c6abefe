-- Sync History's lines stay as they were written.
CREATE TRIGGER sync_history_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON sync_history
FOR EACH STATEMENT EXECUTE FUNCTION sync_history_is_append_only()
