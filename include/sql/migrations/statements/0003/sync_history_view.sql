-- What happened to every record in every run, and by whom, for people and BI: columns are only ever added.
CREATE VIEW sync_history_view AS
SELECT
    store,
    entity,
    CASE WHEN SUBSTR(external_id, 1, 3) <> 'erp' THEN external_id END AS external_id,
    erp_id,
    erp_key,
    status,
    last_operation,
    last_error,
    attempt_count,
    last_attempt_at,
    run_id,
    at,
    by_user
FROM sync_history
