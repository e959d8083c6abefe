-- Every sync record of an entity, and whether nobody is loading it.
SELECT id, (claim_owner IS NULL OR lease_until <= :at) AS is_free FROM sync_record
WHERE store = :store AND entity = :entity
