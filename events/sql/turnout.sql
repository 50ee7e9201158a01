-- Who has a place at an event, who took part, and who waits, as numbers; read by events/turnout.py. One organisation
-- counts once, however it was given. In PL/pgSQL, since that keeps its plan: planning took longer than counting.
CREATE OR REPLACE FUNCTION events_turnout(event bigint) RETURNS jsonb LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
BEGIN
    RETURN (
        SELECT jsonb_build_object(
            'waiting', count(*) FILTER (WHERE status = 'waitlisted'),
            'seated', count(*) FILTER (WHERE status IN ('confirmed', 'attended')),
            'seated_organisations', count(DISTINCT house) FILTER (WHERE status IN ('confirmed', 'attended')),
            'seated_north', count(*) FILTER (WHERE status IN ('confirmed', 'attended') AND side = 'north'),
            'seated_south', count(*) FILTER (WHERE status IN ('confirmed', 'attended') AND side = 'south'),
            'seated_government', count(*) FILTER (WHERE status IN ('confirmed', 'attended') AND represents = 'government'),
            'seated_donor', count(*) FILTER (WHERE status IN ('confirmed', 'attended') AND represents = 'donor'),
            'seated_network', count(*) FILTER (WHERE status IN ('confirmed', 'attended') AND represents = 'network'),
            'seated_other', count(*) FILTER (WHERE status IN ('confirmed', 'attended') AND represents = 'other'),
            'attended', count(*) FILTER (WHERE status = 'attended'),
            'attended_organisations', count(DISTINCT house) FILTER (WHERE status = 'attended'),
            'attended_north', count(*) FILTER (WHERE status = 'attended' AND side = 'north'),
            'attended_south', count(*) FILTER (WHERE status = 'attended' AND side = 'south'),
            'attended_government', count(*) FILTER (WHERE status = 'attended' AND represents = 'government'),
            'attended_donor', count(*) FILTER (WHERE status = 'attended' AND represents = 'donor'),
            'attended_network', count(*) FILTER (WHERE status = 'attended' AND represents = 'network'),
            'attended_other', count(*) FILTER (WHERE status = 'attended' AND represents = 'other')
        )
        FROM (
            SELECT r.status, r.represents, coalesce(c.side, ic.side) AS side,
                nullif(core_fold(trim(coalesce(i.name, r.organisation))), '') AS house
            FROM events_registration r
            LEFT JOIN community_institution i ON i.id = r.institution_id
            LEFT JOIN community_country c ON c.iso2 = r.country_id
            LEFT JOIN community_country ic ON ic.iso2 = i.country_id
            WHERE r.event_id = event AND r.status IN ('confirmed', 'attended', 'waitlisted')
        ) people
    );
END $$;
