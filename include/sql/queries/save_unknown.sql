-- Nobody knows whether the other side has it: the intent stays, so that the next load looks before it sends.
UPDATE sync_record SET
    last_operation = CASE WHEN status IN :ready THEN :operation ELSE last_operation END,
    last_error = CASE WHEN status IN :ready THEN :error ELSE last_error END,
    last_attempt_at = :now,
    claim_owner = NULL,
    lease_until = NULL,
    run_id = :run_id,
    updated_at = :now
WHERE id = :id AND claim_owner = :owner AND claim_version = :claim_version
