-- Notes which version of a staged record mapping has seen for an entity.
INSERT INTO mapped_source (store, entity, source_id, content_hash, run_id)
VALUES (:store, :entity, :source_id, :content_hash, :run_id)
ON CONFLICT (store, entity, source_id) DO UPDATE SET content_hash = excluded.content_hash, run_id = excluded.run_id
