-- What only pairs have: the ERP's id as mapping matched it, which way the document travels, what the sides last were.
UPDATE sync_record SET
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
