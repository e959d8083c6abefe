-- Does the last line of this record say just this?
SELECT COUNT(*) > 0
FROM sync_history AS h
WHERE h.id = (
    SELECT MAX(l.id) FROM sync_record AS r
    INNER JOIN sync_history AS l ON l.store = r.store AND l.entity = r.entity AND l.external_id = r.external_id
    WHERE r.id = :id
)
AND h.status = :processed
AND h.attempt_count = 0
AND h.erp_id = :erp_id
AND h.erp_key = :erp_key
AND COALESCE(h.last_error, '') = COALESCE(:note, '')
