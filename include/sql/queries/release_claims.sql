-- Frees what an owner still holds of a batch.
UPDATE sync_record SET claim_owner = NULL, lease_until = NULL, updated_at = :now
WHERE store = :store AND batch_id = :batch_id AND claim_owner = :owner
