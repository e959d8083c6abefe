-- Whose transactions are due: this run's orders that changed since they were asked (all of them, where the run is to
-- look at each), money that is still moving, what another run left out, and what a user asked for.
SELECT o.source_id
FROM source_record AS o
WHERE o.store = :store
    AND o.stream = 'orders'
    AND o.seen_run_id = :run_id
    AND COALESCE(
        (
            SELECT CASE WHEN t.seen_run_id = :run_id THEN o.content_hash WHEN :all_seen THEN '' ELSE t.basis_hash END
            FROM source_record AS t
            WHERE t.store = o.store AND t.stream = 'transactions' AND t.source_id = o.source_id
        ),
        ''
    ) <> o.content_hash
UNION
SELECT t.source_id
FROM source_record AS t
WHERE t.store = :store
    AND t.stream = 'transactions'
    AND NOT t.settled
    AND t.asked_at <= :asked_before
    AND t.seen_run_id <> :run_id
    AND (
        SELECT o.created_at FROM source_record AS o
        WHERE o.store = t.store AND o.stream = 'orders' AND o.source_id = t.source_id
    ) >= :ask_again_since
UNION
-- it is in the ERP or may get there, and the run that read it as it is now never came to ask: it ended, or went away
SELECT o.source_id
FROM source_record AS o
INNER JOIN sync_record AS s
    ON s.store = o.store AND s.entity = :sales_order AND s.source_id = o.source_id
        AND (s.erp_id IS NOT NULL OR s.status NOT IN :without_money)
LEFT JOIN sync_run AS r ON r.store = o.store AND r.run_id = o.seen_run_id
LEFT JOIN source_record AS t ON t.store = o.store AND t.stream = 'transactions' AND t.source_id = o.source_id
WHERE o.store = :store
    AND o.stream = 'orders'
    AND o.seen_run_id <> :run_id
    AND (o.seen_at <= :asked_before OR r.state <> 'running')
    AND (
        t.basis_hash <> o.content_hash
        -- many orders have nothing to ask for: the old ones are gone through only where a run did not get to its end
        OR (t.source_id IS NULL AND (o.created_at >= :ask_again_since OR r.state <> 'success'))
    )
UNION
-- money that came later leaves no trace on the order
SELECT s.source_id
FROM sync_record AS s
INNER JOIN source_record AS o ON o.store = s.store AND o.stream = 'orders' AND o.source_id = s.source_id
LEFT JOIN source_record AS t ON t.store = s.store AND t.stream = 'transactions' AND t.source_id = s.source_id
WHERE s.store = :store
    AND s.entity = :sales_order
    AND s.forced
    AND s.status = :prepared
    AND COALESCE(t.seen_run_id, '') <> :run_id
