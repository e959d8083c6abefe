-- What was staged, by any run, in a version that mapping has not seen for this entity?
SELECT s.source_id
FROM source_record AS s
LEFT JOIN mapped_source AS m
    ON m.store = s.store AND m.entity = :entity AND m.source_id = s.source_id
WHERE s.store = :store
    AND s.stream = :stream
    AND (m.source_id IS NULL OR m.content_hash <> s.content_hash)
