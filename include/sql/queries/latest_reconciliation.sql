-- Which run of the reconciliation was a store's latest?
SELECT run_id, at, window_start, window_end FROM reconciliation_count
WHERE store = :store
ORDER BY at DESC, run_id DESC
LIMIT 1
