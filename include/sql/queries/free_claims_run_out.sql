-- Frees claims whose lease has run out: their process died, and what needs no load any more would bear them for ever.
UPDATE sync_record SET claim_owner = NULL, lease_until = NULL
WHERE store = :store AND entity = :entity AND claim_owner IS NOT NULL AND lease_until <= :now
