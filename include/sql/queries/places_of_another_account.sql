-- Which location records belong to this customer while it is linked to another account than this one?
SELECT p.id, p.entity, p.external_id, p.erp_key
FROM sync_record AS p
WHERE p.store = :store
    AND p.entity = 'Customer Location'
    AND p.source_id = :external_id
    AND (
        SELECT COUNT(*) FROM sync_record AS c
        WHERE c.store = p.store
            AND c.entity = 'Customer'
            AND c.external_id = :external_id
            AND c.erp_id <> :erp_id
    ) > 0
