-- Which entities had a run that read everything up to its window's end?
SELECT DISTINCT p.stream FROM extract_progress AS p
INNER JOIN sync_run AS r ON r.store = p.store AND r.run_id = p.run_id
WHERE p.store = :store AND p.stream IN :streams AND r.flow = :flow AND r.state = :success
