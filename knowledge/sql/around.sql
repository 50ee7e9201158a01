-- What stands around a piece on its page, as one object; read by knowledge/piece_page.py. Who may see the partnerships,
-- events and pieces whose keys are told here is asked there. In PL/pgSQL, since that keeps its plan: planning took five
-- times as long as reading.
CREATE OR REPLACE FUNCTION knowledge_around(wanted bigint, reads text) RETURNS jsonb LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
BEGIN
    RETURN (
        SELECT jsonb_build_object(
            'author_name', (SELECT u.name FROM community_user u WHERE u.id = k.author_id),
            'institution_name', (SELECT i.name FROM community_institution i WHERE i.id = k.institution_id),
            'institution_slug', (SELECT i.slug FROM community_institution i WHERE i.id = k.institution_id),
            'published_sha256', (SELECT r.sha256 FROM knowledge_revision r WHERE r.id = k.published_revision_id),
            'original_slug', (SELECT o.slug FROM knowledge_piece o WHERE o.id = k.revises_id),
            'sector_list', (
                SELECT coalesce(jsonb_agg(jsonb_build_object('code', n.code, 'name', coalesce(nullif(
                    CASE reads WHEN 'fr' THEN n.name_fr WHEN 'es' THEN n.name_es WHEN 'ar' THEN n.name_ar END, ''), n.name_en)
                ) ORDER BY t.id), '[]')
                FROM knowledge_piece_sectors t JOIN community_sector n ON n.code = t.sector_id WHERE t.piece_id = wanted
            ),
            'country_list', (
                SELECT coalesce(jsonb_agg(jsonb_build_object('code', n.iso2, 'name', coalesce(nullif(
                    CASE reads WHEN 'fr' THEN n.name_fr WHEN 'es' THEN n.name_es WHEN 'ar' THEN n.name_ar END, ''), n.name_en)
                ) ORDER BY t.id), '[]')
                FROM knowledge_piece_countries t JOIN community_country n ON n.iso2 = t.country_id WHERE t.piece_id = wanted
            ),
            'party_list', (
                SELECT coalesce(jsonb_agg(jsonb_build_object('name', i.name, 'acronym', i.acronym, 'slug', i.slug)
                    ORDER BY t.position, t.id), '[]')
                FROM knowledge_pieceparty t JOIN community_institution i ON i.id = t.institution_id
                WHERE t.piece_id = wanted
            ),
            'sdg_list', (
                SELECT coalesce(jsonb_agg(t.sdgtarget_id ORDER BY t.sdgtarget_id), '[]')
                FROM knowledge_piece_sdg_targets t WHERE t.piece_id = wanted
            ),
            'theme_list', (
                SELECT coalesce(jsonb_agg(jsonb_build_object('name', g.name, 'slug', g.slug) ORDER BY g.name), '[]')
                FROM taggit_taggeditem t JOIN taggit_tag g ON g.id = t.tag_id
                JOIN django_content_type c ON c.id = t.content_type_id
                WHERE t.object_id = wanted AND c.app_label = 'knowledge'
                AND c.model IN ('piece', 'story', 'method', 'challenge', 'resource')
            ),
            'juncture_list', (
                SELECT coalesce(jsonb_agg(jsonb_build_object('pk', j.id, 'name', j.name) ORDER BY j.started_on), '[]')
                FROM knowledge_piece_junctures t JOIN partnerships_criticaljuncture j ON j.id = t.criticaljuncture_id
                WHERE t.piece_id = wanted
            ),
            'picture_list', (
                SELECT coalesce(jsonb_agg(jsonb_build_object(
                    'pk', p.id, 'width', p.width, 'height', p.height, 'alt', p.alt, 'caption', p.caption,
                    'credit', p.credit, 'sizes', (
                        SELECT coalesce(jsonb_agg(s.width ORDER BY s.width), '[]')
                        FROM knowledge_imagesize s WHERE s.image_id = p.id
                    )
                ) ORDER BY p.position, p.id), '[]')
                FROM knowledge_pieceimage p WHERE p.piece_id = wanted
            ),
            'file_list', (
                SELECT coalesce(jsonb_agg(jsonb_build_object(
                    'pk', f.id, 'title', f.title, 'language', f.language, 'size', f.size) ORDER BY f.id), '[]')
                FROM knowledge_piecefile f WHERE f.piece_id = wanted
            ),
            'translation_list', (
                SELECT coalesce(jsonb_agg(jsonb_build_object(
                    'language', x.language, 'state', x.state, 'of_sha256', x.of_sha256) ORDER BY x.language), '[]')
                FROM knowledge_translation x WHERE x.piece_id = wanted
            ),
            'partnership_ids', (
                SELECT coalesce(jsonb_agg(t.partnership_id ORDER BY t.id), '[]')
                FROM knowledge_piece_partnerships t WHERE t.piece_id = wanted
            ),
            'event_ids', (
                SELECT coalesce(jsonb_agg(t.learningevent_id ORDER BY t.id), '[]')
                FROM knowledge_piece_events t WHERE t.piece_id = wanted
            ),
            'resource_ids', (
                SELECT coalesce(jsonb_agg(t.resource_id ORDER BY t.id), '[]')
                FROM knowledge_piece_rests_on t WHERE t.piece_id = wanted
            ),
            'method_ids', (
                SELECT coalesce(jsonb_agg(t.method_id ORDER BY t.id), '[]')
                FROM knowledge_challenge_methods t WHERE t.challenge_id = wanted
            ),
            'uptake_count', (
                SELECT count(*) FROM knowledge_uptake u WHERE u.piece_id = wanted AND u.hidden_at IS NULL
            )
        )
        FROM knowledge_piece k WHERE k.id = wanted
    );
END $$;
