-- Notes that a run has started; a run that starts again keeps its first window and start.
INSERT INTO sync_run (store, run_id, dag_id, flow, window_start, window_end, window_key, state, started_at)
VALUES (:store, :run_id, :dag_id, :flow, :window_start, :window_end, :window_key, :state, :at)
ON CONFLICT (store, run_id) DO UPDATE SET state = excluded.state, finished_at = NULL, message = NULL
RETURNING window_start, window_end, window_key
