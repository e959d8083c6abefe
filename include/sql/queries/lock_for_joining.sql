-- Whose records are these, and who is loading them? An UPDATE that changes nothing, because it locks the rows in words
-- both databases know: what is free stays so until the commit. Whether it is free is told in Python: the answer of SQLite
-- 3.40 to an IS NULL after RETURNING is wrong.
UPDATE sync_record SET updated_at = updated_at
WHERE id IN :ids
RETURNING id, source_id, erp_id, claim_owner, lease_until
