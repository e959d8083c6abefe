-- Which orders, or transactions of orders, were staged in a version that mapping has not seen for this entity?
SELECT o.source_id
FROM source_record AS o
WHERE o.store = :store
    AND o.stream = :stream
    AND COALESCE(
        (
            SELECT m.content_hash FROM mapped_source AS m
            WHERE m.store = o.store AND m.entity = :entity AND m.source_id = o.source_id
        ),
        ''
    ) <> o.content_hash || '+' || COALESCE(
        (
            SELECT t.content_hash FROM source_record AS t
            WHERE t.store = o.store AND t.stream = 'transactions' AND t.source_id = o.source_id
        ),
        ''
    )
