-- Which orders, or transactions of orders, were staged in a version that mapping has not seen for this entity?
SELECT o.source_id
FROM source_record AS o
LEFT JOIN source_record AS t
    ON t.store = o.store AND t.stream = 'transactions' AND t.source_id = o.source_id
LEFT JOIN mapped_source AS m
    ON m.store = o.store AND m.entity = :entity AND m.source_id = o.source_id
WHERE o.store = :store
    AND o.stream = :stream
    AND (m.source_id IS NULL OR m.content_hash <> o.content_hash || '+' || COALESCE(t.content_hash, ''))
