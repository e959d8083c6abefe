-- Until when has everything that changed been looked at by a run that finished well? At most until that run began.
SELECT MAX(CASE WHEN window_end > started_at THEN started_at ELSE window_end END) FROM sync_run
WHERE store = :store AND flow = :flow AND state = :success AND window_key = :modified
    -- one that began after its end has read nothing
    AND (window_start IS NULL OR window_start < window_end)
