-- Which version of these orders is staged, and what was their money when it was last asked for?
SELECT
    o.source_id,
    o.modified_at,
    o.content_hash,
    o.seen_at,
    t.content_hash AS money_hash,
    t.settled
FROM source_record AS o
LEFT JOIN source_record AS t
    ON t.store = o.store AND t.stream = 'transactions' AND t.source_id = o.source_id
WHERE o.store = :store AND o.stream = 'orders' AND o.source_id IN :ids
