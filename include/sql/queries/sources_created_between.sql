-- Which staged records of a stream were created in the store within a window?
SELECT source_id FROM source_record
WHERE store = :store AND stream = :stream AND created_at >= :window_start AND created_at < :window_end
