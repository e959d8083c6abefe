-- What can be loaded, and what a load of this run holds already?
SELECT
    id,
    source_id,
    CASE WHEN claim_owner IS NOT NULL AND lease_until > :now THEN batch_id END AS held_in
FROM sync_record
WHERE store = :store
    AND entity = :entity
    AND status IN :ready
    AND document IS NOT NULL
    AND (
        claim_owner IS NULL
        OR lease_until <= :now
        OR SUBSTR(batch_id, 1, LENGTH(:prefix)) = :prefix
    )
    AND (NOT :run_only OR run_id = :run_id)
