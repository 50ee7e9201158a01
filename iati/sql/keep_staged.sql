-- What was read takes the place of what was known of each activity; what was written into partnerships stays said.
-- Parameters: the source, the reading.
INSERT INTO iati_publishedactivity AS known (
    source_id, reading_id, key, identifier, position, line, title, content, digest, is_possible, reasons, proposal,
    outcome, messages, is_chosen, written_digest, differences
)
SELECT %(source)s, %(reading)s, key, identifier, position, line, title, content, digest, is_possible, reasons,
       proposal, outcome, messages, false, '', '[]'
FROM iati_staged
ON CONFLICT (source_id, key) DO UPDATE SET
    reading_id = excluded.reading_id,
    identifier = excluded.identifier,
    position = excluded.position,
    line = excluded.line,
    title = excluded.title,
    content = excluded.content,
    digest = excluded.digest,
    is_possible = excluded.is_possible,
    reasons = excluded.reasons,
    proposal = excluded.proposal,
    messages = excluded.messages,
    is_chosen = false,
    gone_at = NULL,
    outcome = CASE
        WHEN excluded.outcome <> 'preview' THEN excluded.outcome
        WHEN known.written_digest = '' THEN 'preview'
        WHEN known.written_digest = excluded.digest THEN 'unchanged'
        ELSE 'updated'
    END
