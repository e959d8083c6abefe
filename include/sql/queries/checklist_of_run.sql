-- What did this run of the store's checklist find?
SELECT run_id, at, row_key, form, tab, criterion, required, accepted, result, evidence, what_to_do, breaks, waits_for
FROM checklist_result
WHERE store = :store AND run_id = :run_id
ORDER BY position
