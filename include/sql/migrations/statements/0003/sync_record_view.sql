-- Where every record stands now, for people and BI: columns are only ever added. No External ID: not in the store yet.
CREATE VIEW sync_record_view AS
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
    direction
FROM sync_record
