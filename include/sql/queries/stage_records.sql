-- Stages records as the store printed them; what is older than the staged version changes nothing.
INSERT INTO source_record (
    store, stream, source_id, payload, content_hash, refers_to, created_at, modified_at, seen_run_id, seen_at
) VALUES (
    :store, :stream, :source_id, :payload, :content_hash, :refers_to, :created_at, :modified_at, :run_id, :at
)
ON CONFLICT (store, stream, source_id) DO UPDATE SET
    payload = excluded.payload,
    content_hash = excluded.content_hash,
    refers_to = excluded.refers_to,
    created_at = excluded.created_at,
    modified_at = excluded.modified_at
WHERE source_record.modified_at IS NULL
    OR excluded.modified_at IS NULL
    OR excluded.modified_at >= source_record.modified_at
