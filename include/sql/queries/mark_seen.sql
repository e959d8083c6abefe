-- Notes that this run saw the records, changed or not.
UPDATE source_record SET seen_run_id = :run_id, seen_at = :at
WHERE store = :store AND stream = :stream AND source_id IN :source_ids
