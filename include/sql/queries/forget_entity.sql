-- Clear Sync Data: every record of an entity that nobody is loading.
DELETE FROM sync_record
WHERE store = :store AND entity = :entity AND (claim_owner IS NULL OR lease_until <= :at)
