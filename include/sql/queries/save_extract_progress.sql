-- Marks how far this run got with the stream; a stream that is done stays done.
INSERT INTO extract_progress (store, run_id, stream, cursor, done, updated_at)
VALUES (:store, :run_id, :stream, :cursor, :done, :at)
ON CONFLICT (store, run_id, stream) DO UPDATE SET
    cursor = excluded.cursor,
    done = excluded.done OR extract_progress.done,
    updated_at = excluded.updated_at
