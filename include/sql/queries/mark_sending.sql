-- Writes down the intent to send, and what would be created, under a claim that still holds; renews the lease.
UPDATE sync_record SET
    sending_since = :now,
    sending_hash = :sending_hash,
    sending_document = :sending_document,
    lease_until = :lease_until,
    updated_at = :now
WHERE id = :id AND claim_owner = :owner AND claim_version = :claim_version
