-- Stages what the gateway reported for an order, and for which version of the order it was asked.
INSERT INTO source_record (
    store, stream, source_id, payload, content_hash, seen_run_id, seen_at, basis_hash, settled, asked_at
) VALUES (
    :store, 'transactions', :source_id, :payload, :content_hash, :run_id, :at, :basis_hash, :settled, :at
)
ON CONFLICT (store, stream, source_id) DO UPDATE SET
    payload = excluded.payload,
    content_hash = excluded.content_hash,
    seen_run_id = excluded.seen_run_id,
    seen_at = excluded.seen_at,
    basis_hash = excluded.basis_hash,
    settled = excluded.settled,
    asked_at = excluded.asked_at
