-- Where every record stands now, for people and BI: columns are only ever added.
CREATE VIEW sync_record_view AS
SELECT
    store,
    entity,
    external_id,
    erp_id,
    erp_key,
    status,
    last_operation,
    last_error,
    attempt_count,
    last_attempt_at,
    run_id
FROM sync_record
