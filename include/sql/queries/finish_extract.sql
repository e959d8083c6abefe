-- Marks the stream as done for this run, whatever its cursor.
INSERT INTO extract_progress (store, run_id, stream, cursor, done, updated_at)
VALUES (:store, :run_id, :stream, NULL, TRUE, :at)
ON CONFLICT (store, run_id, stream) DO UPDATE SET done = TRUE, updated_at = excluded.updated_at
