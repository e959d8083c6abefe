-- How far did this run get with the stream?
SELECT cursor, done FROM extract_progress
WHERE store = :store AND run_id = :run_id AND stream = :stream
