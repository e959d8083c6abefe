-- A record that this one needs is not there yet: Failed, but no attempt of its own.
UPDATE sync_record SET
    status = CASE WHEN status IN :ready THEN :failed ELSE status END,
    last_operation = CASE WHEN status IN :ready THEN :operation ELSE last_operation END,
    last_error = CASE WHEN status IN :ready THEN :error ELSE last_error END,
    last_attempt_at = :now,
    claim_owner = NULL,
    lease_until = NULL,
    run_id = :run_id,
    updated_at = :now
WHERE id = :id AND claim_owner = :owner AND claim_version = :claim_version
