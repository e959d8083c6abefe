-- With which cursor was the stream last read to its end?
SELECT cursor FROM extract_progress
WHERE store = :store AND stream = :stream AND done AND cursor IS NOT NULL AND cursor <> 'null'
ORDER BY updated_at DESC
LIMIT 1
