-- What only pairs have: the ERP's id as mapping matched it, which way the document travels, what the sides last were.
-- What the ERP said of a counterpart that another takes the place of is not said of that one.
UPDATE sync_record SET
    details = CASE WHEN erp_id <> :erp_id THEN '{}' ELSE details END,
    erp_id = :erp_id,
    erp_key = :erp_key,
    direction = :direction,
    synced_hash = COALESCE(:external_hash, synced_hash),
    erp_hash = COALESCE(:erp_hash, erp_hash),
    sending_since = CASE WHEN :arrived THEN NULL ELSE sending_since END,
    sending_hash = CASE WHEN :arrived THEN NULL ELSE sending_hash END,
    sending_document = CASE WHEN :arrived THEN NULL ELSE sending_document END,
    forced = CASE WHEN status IN :ready THEN forced ELSE FALSE END
WHERE store = :store AND entity = :entity AND external_id = :external_id
