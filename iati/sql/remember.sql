-- What became of activities; where what they say now stands in their partnership, that is what was written last.
UPDATE iati_publishedactivity AS known SET
    outcome = said.outcome,
    messages = said.messages::jsonb,
    differences = said.differences::jsonb,
    partnership_id = said.partnership::bigint,
    is_chosen = false,
    written = CASE WHEN said.is_written THEN content ELSE written END,
    written_digest = CASE WHEN said.is_written THEN digest ELSE written_digest END,
    written_at = CASE WHEN said.is_written THEN clock_timestamp() ELSE written_at END
FROM (VALUES %s) AS said (id, outcome, messages, differences, partnership, is_written)
WHERE known.id = said.id
