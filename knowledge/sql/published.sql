-- What readers have had its second pair of eyes and the consent of every institution it tells of, to this very
-- wording. Looked at when the transaction ends, so that a consent and what follows from it may come in any order.
CREATE OR REPLACE FUNCTION knowledge_check_consents(told bigint) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM knowledge_piece p
        LEFT JOIN knowledge_revision r ON r.id = p.published_revision_id AND r.piece_id = p.id
        JOIN knowledge_pieceparty party ON party.piece_id = p.id
        WHERE p.id = told AND p.state = 'published' AND p.kind <> 'resource' AND 'agreed' IS DISTINCT FROM (
            SELECT c.decision FROM knowledge_consent c
            WHERE c.piece_id = p.id AND c.institution_id = party.institution_id AND c.revision_sha256 = r.sha256
            ORDER BY c.decided_at DESC, c.id DESC LIMIT 1
        )
    ) THEN
        RAISE EXCEPTION 'piece % is published without the consent of all whom it tells of', told
            USING ERRCODE = 'check_violation';
    END IF;
END $$;

CREATE OR REPLACE FUNCTION knowledge_published_is_agreed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM knowledge_check_consents(NEW.piece_id);
    RETURN NULL;
END $$;

-- Accounts are erased: who published a piece once may be nobody later, so eyes are counted on the day alone.
CREATE OR REPLACE FUNCTION knowledge_published_is_seen() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    piece knowledge_piece;
BEGIN
    SELECT * INTO piece FROM knowledge_piece WHERE id = NEW.id AND state = 'published' AND kind <> 'resource';
    IF NOT FOUND THEN
        RETURN NULL;
    END IF;
    PERFORM knowledge_check_consents(piece.id);
    IF TG_OP = 'UPDATE' AND OLD.state = 'published' AND OLD.published_revision_id = piece.published_revision_id THEN
        RETURN NULL;
    END IF;
    IF NOT EXISTS (SELECT 1 FROM knowledge_revision r WHERE r.id = piece.published_revision_id AND r.piece_id = piece.id) THEN
        RAISE EXCEPTION 'piece % is published without a wording of its own', piece.id USING ERRCODE = 'check_violation';
    END IF;
    IF piece.published_by_id IS NOT NULL AND piece.published_by_id IS DISTINCT FROM piece.author_id AND NOT EXISTS (
        SELECT 1 FROM knowledge_piece_co_authors a WHERE a.piece_id = piece.id AND a.user_id = piece.published_by_id
    ) THEN
        RETURN NULL;
    END IF;
    IF NOT EXISTS (
        SELECT 1 FROM knowledge_consent c JOIN knowledge_revision r ON r.id = piece.published_revision_id
        WHERE c.piece_id = piece.id AND c.revision_sha256 = r.sha256 AND c.decision = 'agreed'
            AND (c.by_id IS NULL OR c.by_id IS DISTINCT FROM piece.author_id AND NOT EXISTS (
                SELECT 1 FROM knowledge_piece_co_authors a WHERE a.piece_id = piece.id AND a.user_id = c.by_id
            ))
    ) THEN
        RAISE EXCEPTION 'piece % is published without a second pair of eyes', piece.id USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;

DROP TRIGGER IF EXISTS published_is_seen ON knowledge_piece;
CREATE CONSTRAINT TRIGGER published_is_seen AFTER INSERT OR UPDATE OF state, published_revision_id ON knowledge_piece
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.state = 'published' AND NEW.kind <> 'resource')
    EXECUTE FUNCTION knowledge_published_is_seen();

DROP TRIGGER IF EXISTS published_is_agreed ON knowledge_consent;
CREATE CONSTRAINT TRIGGER published_is_agreed AFTER INSERT ON knowledge_consent
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION knowledge_published_is_agreed();

DROP TRIGGER IF EXISTS published_is_agreed ON knowledge_pieceparty;
CREATE CONSTRAINT TRIGGER published_is_agreed AFTER INSERT ON knowledge_pieceparty
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION knowledge_published_is_agreed();
