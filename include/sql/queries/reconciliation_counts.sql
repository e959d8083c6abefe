-- How did the books add up in a run of the reconciliation?
SELECT entity, currency, in_store, in_history, in_erp, compared, open, left_out, expected, booked
FROM reconciliation_count
WHERE store = :store AND run_id = :run_id
ORDER BY position
