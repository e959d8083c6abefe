-- Whose transactions are due: this run's orders that changed since they were asked, and money that is still moving.
SELECT o.source_id
FROM source_record AS o
LEFT JOIN source_record AS t
    ON t.store = o.store AND t.stream = 'transactions' AND t.source_id = o.source_id
WHERE o.store = :store
    AND o.stream = 'orders'
    AND o.seen_run_id = :run_id
    AND (t.source_id IS NULL OR (t.seen_run_id <> :run_id AND t.basis_hash <> o.content_hash))
UNION
SELECT o.source_id
FROM source_record AS t
INNER JOIN source_record AS o
    ON o.store = t.store AND o.stream = 'orders' AND o.source_id = t.source_id
WHERE t.store = :store
    AND t.stream = 'transactions'
    AND NOT t.settled
    AND t.asked_at <= :asked_before
    AND t.seen_run_id <> :run_id
    AND o.created_at >= :ask_again_since
