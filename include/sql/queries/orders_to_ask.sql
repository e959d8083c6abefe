-- Whose transactions are due: this run's orders that changed since they were asked, and money that is still moving.
SELECT o.source_id
FROM source_record AS o
WHERE o.store = :store
    AND o.stream = 'orders'
    AND o.seen_run_id = :run_id
    AND COALESCE(
        (
            SELECT CASE WHEN t.seen_run_id = :run_id THEN o.content_hash ELSE t.basis_hash END
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
