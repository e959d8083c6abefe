-- Renews the leases of claims that still hold.
UPDATE sync_record SET lease_until = :lease_until, updated_at = :now
WHERE claim_owner = :owner AND (id, claim_version) IN :held
RETURNING id
