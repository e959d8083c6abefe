-- What did this run stage?
SELECT source_id FROM source_record
WHERE store = :store AND stream = :stream AND seen_run_id = :run_id
