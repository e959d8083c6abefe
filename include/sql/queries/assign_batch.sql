-- Puts records into a batch, except those that somebody has taken meanwhile.
UPDATE sync_record SET batch_id = :batch_id
WHERE id IN :ids AND (claim_owner IS NULL OR lease_until <= :now)
