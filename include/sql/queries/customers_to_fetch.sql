-- Which customers do this run's orders refer to that neither this run staged nor Sync History knows?
SELECT DISTINCT o.refers_to
FROM source_record AS o
LEFT JOIN source_record AS c
    ON c.store = o.store AND c.stream = 'customers' AND c.source_id = o.refers_to
WHERE o.store = :store
    AND o.stream = 'orders'
    AND o.seen_run_id = :run_id
    AND o.refers_to <> '0'
    AND (
        c.source_id IS NULL
        OR (
            c.seen_run_id <> :run_id
            AND NOT EXISTS (
                SELECT 1 FROM sync_record AS r
                WHERE r.store = o.store
                    AND r.entity = :customer
                    AND r.source_id = o.refers_to
                    AND r.status <> :deleted
            )
        )
    )
