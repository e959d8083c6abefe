-- The staged orders with these ids, each with the transactions its gateway reported, if it was asked.
SELECT
    o.source_id,
    o.payload,
    o.content_hash,
    o.modified_at,
    t.payload AS transactions,
    t.content_hash AS transactions_hash
FROM source_record AS o
LEFT JOIN source_record AS t
    ON t.store = o.store AND t.stream = 'transactions' AND t.source_id = o.source_id
WHERE o.store = :store AND o.stream = :stream AND o.source_id IN :source_ids
