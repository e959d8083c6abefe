-- Frees claims that still hold, with the versions they were taken in: a successor's claims are not ours to free.
UPDATE sync_record SET claim_owner = NULL, lease_until = NULL, updated_at = :now
WHERE claim_owner = :owner AND (id, claim_version) IN :held
