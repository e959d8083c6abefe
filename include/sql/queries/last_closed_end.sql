-- Until when has everything that changed been looked at by a run that finished well?
SELECT MAX(window_end) FROM sync_run
WHERE store = :store AND flow = :flow AND state = :success AND window_key = :modified
