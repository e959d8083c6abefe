-- Writes a line of Sync History for a user's action, from where the record stands now; :remark tells what a status cannot.
INSERT INTO sync_history (
    store, entity, external_id, source_id, erp_id, erp_key, status, last_operation, last_error, attempt_count,
    last_attempt_at, at, run_id, dag_id, by_user
)
SELECT
    store, entity, external_id, source_id, erp_id, erp_key, status, last_operation, COALESCE(:remark, last_error),
    attempt_count, last_attempt_at, :at, :run_id, :dag_id, :by_user
FROM sync_record
WHERE id = :id
