-- Which customers do this run's orders refer to that neither this run staged nor Sync History knows?
-- Sub-selects, here and wherever each row asks for one other row, keep to the keys even before the database has statistics.
SELECT DISTINCT o.refers_to
FROM source_record AS o
WHERE o.store = :store
    AND o.stream = 'orders'
    AND o.seen_run_id = :run_id
    AND o.refers_to <> '0'
    AND COALESCE(
        (
            SELECT c.seen_run_id FROM source_record AS c
            WHERE c.store = o.store AND c.stream = 'customers' AND c.source_id = o.refers_to
        ),
        ''
    ) <> :run_id
    AND (
        SELECT COUNT(*) FROM sync_record AS r
        WHERE r.store = o.store AND r.entity = :customer AND r.source_id = o.refers_to AND r.status <> :deleted
    ) = 0
