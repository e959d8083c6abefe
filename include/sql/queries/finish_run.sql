-- Notes how a run ended.
UPDATE sync_run SET state = :state, message = :message, finished_at = :at
WHERE store = :store AND run_id = :run_id
