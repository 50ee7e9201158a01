-- The line that one partnership grew out of (steps below zero) and what grew out of it (above), through the
-- records that the reader may see and no others. A path remembers where it has been, so a circle ends.
WITH RECURSIVE seen (id, scaled_from_id) AS NOT MATERIALIZED ({visible}),
older AS (
    SELECT id, scaled_from_id, 0 AS steps, ARRAY[id] AS path FROM seen WHERE id = %s
    UNION ALL
    SELECT s.id, s.scaled_from_id, o.steps - 1, o.path || s.id
    FROM older o JOIN seen s ON s.id = o.scaled_from_id
    WHERE s.id <> ALL (o.path) AND o.steps > -%s
), younger AS (
    SELECT id, scaled_from_id, 0 AS steps, ARRAY[id] AS path FROM seen WHERE id = %s
    UNION ALL
    SELECT s.id, s.scaled_from_id, y.steps + 1, y.path || s.id
    FROM younger y JOIN seen s ON s.scaled_from_id = y.id
    WHERE s.id <> ALL (y.path) AND y.steps < %s AND s.id NOT IN (SELECT id FROM older)
)
SELECT id, scaled_from_id, steps FROM (
    SELECT id, scaled_from_id, steps FROM older
    UNION ALL
    SELECT id, scaled_from_id, steps FROM younger WHERE steps > 0
) family
ORDER BY abs(steps), id
LIMIT %s
