-- Gives a pair its External ID, unless somebody is loading it.
UPDATE sync_record SET external_id = :external_id, source_id = :source_id, updated_at = :at
WHERE id = :id AND (claim_owner IS NULL OR lease_until <= :at)
