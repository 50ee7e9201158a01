-- Where the activities of a file wait until it was read to the end; gone with the connection.
CREATE TEMP TABLE IF NOT EXISTS iati_staged (
    key text, identifier text, position int, line int, title text, content jsonb, digest text,
    is_possible boolean, reasons jsonb, proposal jsonb, outcome text, messages jsonb
);
TRUNCATE iati_staged;
