-- Which records did this run leave unsynchronised, and why? What needs a person comes first.
SELECT
    h.entity,
    h.external_id,
    (
        SELECT r.external_description FROM sync_record AS r
        WHERE r.store = h.store AND r.entity = h.entity AND r.external_id = h.external_id
    ) AS description,
    h.erp_key,
    h.status,
    h.last_error AS reason,
    h.attempt_count AS attempts
FROM sync_history AS h
WHERE h.status IN :problems
    AND h.id IN (
        SELECT MAX(id) FROM sync_history
        WHERE store = :store AND run_id = :run_id
        GROUP BY entity, external_id
    )
ORDER BY
    CASE h.status WHEN 'Aborted' THEN 1 WHEN 'Failed' THEN 2 WHEN 'Invalid' THEN 3 WHEN 'Filtered' THEN 4 ELSE 5 END,
    h.id
LIMIT :limit
