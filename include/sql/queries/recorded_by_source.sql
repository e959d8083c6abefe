-- What does Sync History know of the records made from these sources, and when were they first there?
SELECT
    r.external_id,
    r.source_id,
    r.status,
    r.held_by,
    r.erp_id,
    r.erp_key,
    r.last_error,
    r.mapped_details,
    r.details,
    r.updated_at,
    (
        SELECT MIN(h.at) FROM sync_history AS h
        WHERE h.store = r.store
            AND h.entity = r.entity
            AND h.external_id = r.external_id
            AND h.status = :processed
    ) AS brought_at
FROM sync_record AS r
WHERE r.store = :store AND r.entity = :entity AND r.source_id IN :ids
