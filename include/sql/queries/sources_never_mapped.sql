-- What was staged, by any run, in a version that mapping has not seen for this entity?
SELECT s.source_id
FROM source_record AS s
WHERE s.store = :store
    AND s.stream = :stream
    AND COALESCE(
        (
            SELECT m.content_hash FROM mapped_source AS m
            WHERE m.store = s.store AND m.entity = :entity AND m.source_id = s.source_id
        ),
        ''
    ) <> s.content_hash
