-- Whatever is staged of a stream.
SELECT source_id FROM source_record
WHERE store = :store AND stream = :stream
