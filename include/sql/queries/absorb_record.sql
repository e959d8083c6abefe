-- Drops the record of a side that turned out to be another record's, unless somebody is loading it.
DELETE FROM sync_record
WHERE id = :id AND (claim_owner IS NULL OR lease_until <= :at)
