-- The staged records that others find by these references.
SELECT source_id, payload, content_hash, modified_at FROM source_record
WHERE store = :store AND stream = :stream AND refers_to IN :references
