-- The staged records with these ids.
SELECT source_id, payload, content_hash, modified_at FROM source_record
WHERE store = :store AND stream = :stream AND source_id IN :source_ids
