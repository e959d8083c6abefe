-- Which records that are synchronised did this run, which read all there are, not see?
SELECT r.seen_of FROM (
    SELECT CASE WHEN :stream = 'customers' THEN s.external_id ELSE s.erp_id END AS seen_of
    FROM sync_record AS s
    WHERE s.store = :store AND s.entity = :entity AND s.erp_id IS NOT NULL AND s.status <> :deleted
) AS r
WHERE COALESCE(
    (
        SELECT c.seen_run_id FROM source_record AS c
        WHERE c.store = :store AND c.stream = :stream AND c.source_id = r.seen_of
    ),
    ''
) <> :run_id
