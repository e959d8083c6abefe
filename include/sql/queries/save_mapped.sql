-- Saves what mapping made of records. Ids, claims and intents belong to the load and are left alone.
INSERT INTO sync_record (
    store, entity, external_id, source_id, status, held_by, external_description, last_operation, last_error,
    attempt_count, last_attempt_at, external_modified_at, reference, document, document_hash, mapping_hash, outcome_hash,
    mapped_details, details, run_id, created_at, updated_at
) VALUES (
    :store, :entity, :external_id, :source_id, :status, :held_by, :external_description, :last_operation, :last_error,
    :attempt_count, :last_attempt_at, :external_modified_at, :reference, :document, :document_hash, :mapping_hash,
    :outcome_hash, :mapped_details, '{}', :run_id, :at, :at
)
ON CONFLICT (store, entity, external_id) DO UPDATE SET
    source_id = excluded.source_id,
    status = excluded.status,
    held_by = excluded.held_by,
    external_description = excluded.external_description,
    last_operation = excluded.last_operation,
    last_error = excluded.last_error,
    attempt_count = excluded.attempt_count,
    last_attempt_at = excluded.last_attempt_at,
    external_modified_at = excluded.external_modified_at,
    reference = excluded.reference,
    document = excluded.document,
    document_hash = excluded.document_hash,
    mapping_hash = excluded.mapping_hash,
    outcome_hash = excluded.outcome_hash,
    mapped_details = excluded.mapped_details,
    run_id = excluded.run_id,
    updated_at = excluded.updated_at
