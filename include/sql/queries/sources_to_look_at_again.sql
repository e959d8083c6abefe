-- Whose records wait: to be loaded, for a rule to let them go, or for settings that have changed since.
SELECT DISTINCT source_id FROM sync_record
WHERE store = :store
    AND entity = :entity
    AND (
        status IN :ready
        OR (status = :skipped AND held_by = 'rule')
        OR (status = :filtered AND COALESCE(mapping_hash, '') <> :mapping_hash)
    )
