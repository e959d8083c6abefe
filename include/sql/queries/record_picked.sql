-- Which record does a user mean? By External ID, or by its key or id in the ERP, in any case.
SELECT id, entity, external_id, source_id, erp_id, erp_key, status FROM sync_record
WHERE store = :store
    AND entity = :entity
    AND (
        (CAST(:external_id AS TEXT) IS NOT NULL AND external_id = :external_id)
        OR (CAST(:external_id AS TEXT) IS NULL AND (LOWER(erp_key) = LOWER(:erp_key) OR LOWER(erp_id) = LOWER(:erp_key)))
    )
