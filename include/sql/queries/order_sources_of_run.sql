-- Which orders, or transactions of orders, did this run stage?
SELECT source_id FROM source_record
WHERE store = :store AND stream IN (:stream, 'transactions') AND seen_run_id = :run_id
