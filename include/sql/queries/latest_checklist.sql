-- What did the store's latest checklist find?
SELECT run_id, at, row_key, form, tab, criterion, required, accepted, result, evidence, what_to_do, breaks, waits_for
FROM checklist_result
WHERE
    store = :store
    AND run_id = (
        SELECT run_id FROM checklist_result
        WHERE store = :store
        ORDER BY at DESC, run_id DESC
        LIMIT 1
    )
ORDER BY position
