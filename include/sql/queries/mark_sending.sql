-- Writes down the intent to send, under a claim that still holds, and renews the lease.
UPDATE sync_record SET sending_since = :now, lease_until = :lease_until, updated_at = :now
WHERE id = :id AND claim_owner = :owner AND claim_version = :claim_version
