-- Writes lines of Sync History for records in hand.
INSERT INTO sync_history (
    store, entity, external_id, source_id, erp_id, erp_key, status, last_operation, last_error, attempt_count,
    last_attempt_at, at, run_id, dag_id
) VALUES (
    :store, :entity, :external_id, :source_id, :erp_id, :erp_key, :status, :last_operation, :last_error, :attempt_count,
    :last_attempt_at, :at, :run_id, :dag_id
)
