-- For partnerships that began in one country, and for the others: how many, how many of them another grew out of,
-- how many have ended with both dates known, and the median of the calendar years that those lasted.
WITH RECURSIVE record (id, scaled_from_id, began, ended, rung) AS MATERIALIZED ({records}),
line AS (
    SELECT id, id AS oldest, scaled_from_id AS before, ARRAY[id] AS path FROM record
    UNION ALL
    SELECT l.id, r.id, r.scaled_from_id, l.path || r.id
    FROM line l JOIN record r ON r.id = l.before
    WHERE r.id <> ALL (l.path) AND cardinality(l.path) <= %s
), first AS (
    SELECT DISTINCT ON (id) id, oldest FROM line ORDER BY id, cardinality(path) DESC
), told AS (
    SELECT root.rung = 'in_country' AS at_home,
           EXISTS (SELECT 1 FROM record next WHERE next.scaled_from_id = r.id) AS led_on,
           left(r.began, 4)::int AS began, left(r.ended, 4)::int AS ended
    FROM (SELECT id, scaled_from_id, nullif(began, '') AS began, nullif(ended, '') AS ended FROM record) r
    JOIN first USING (id)
    JOIN record root ON root.id = first.oldest
    WHERE root.rung <> %s
)
SELECT at_home, count(*), count(*) FILTER (WHERE led_on),
       count(*) FILTER (WHERE began IS NOT NULL AND ended < over.year),
       percentile_cont(0.5) WITHIN GROUP (ORDER BY ended - began + 1)
           FILTER (WHERE began IS NOT NULL AND ended < over.year)
FROM told, (SELECT %s AS year) over
GROUP BY at_home
