-- Writes a line of Sync History from where the record stands now.
INSERT INTO sync_history (
    store, entity, external_id, source_id, erp_id, erp_key, status, last_operation, last_error, attempt_count,
    last_attempt_at, at, run_id, dag_id
)
SELECT
    store, entity, external_id, source_id, erp_id, erp_key, status, last_operation, last_error, attempt_count,
    last_attempt_at, :at, :run_id, :dag_id
FROM sync_record
WHERE id = :id
