-- Takes the intent back: it is certain that nothing happened.
UPDATE sync_record SET sending_since = NULL, sending_hash = NULL, sending_document = NULL, updated_at = :now
WHERE id = :id AND claim_owner = :owner AND claim_version = :claim_version
