-- What must hold after every fault. Each block is one rule: its name, then a query for the rows that break it.
-- Run by the drills (invariants.py); by hand with psql: \i tests/drills/invariants.sql
-- Words in braces are filled in by the drill: {now} is the time on the programs' clock, and
-- {smtp_up_since} when the mail server came back.

-- rule: no mail waits for more than 15 minutes while the mail server is up
SELECT id, status, due_at, attempts FROM mail_message
WHERE status = 'queued' AND greatest(due_at, {smtp_up_since}) < {now} - interval '15 minutes';

-- rule: nothing is being sent for more than 5 minutes
SELECT id, claimed_at FROM mail_message WHERE status = 'sending' AND claimed_at < now() - interval '5 minutes';

-- rule: one mail for each purpose, period and recipient
SELECT purpose, period, lower(recipient), count(*) FROM mail_message GROUP BY 1, 2, 3 HAVING count(*) > 1;

-- rule: one Message-ID for each mail
SELECT message_id, count(*) FROM mail_message GROUP BY 1 HAVING count(*) > 1;

-- rule: what was sent says when, and belongs to no sweeper
SELECT id, status FROM mail_message WHERE (status = 'sent') <> (sent_at IS NOT NULL) OR (status <> 'sending' AND claim IS NOT NULL);

-- rule: what was told in a digest names a digest that exists
SELECT id FROM mail_message WHERE status = 'digested' AND digest_id IS NULL;

-- rule: nothing is sent after the moment it was of use until
SELECT id, sent_at, not_after FROM mail_message WHERE status = 'sent' AND sent_at > not_after + interval '2 minutes';

-- rule: a suppressed address got nothing after it was suppressed
SELECT message.id FROM mail_message message JOIN mail_suppression suppression ON suppression.address = message.recipient
WHERE message.status = 'sent' AND message.sent_at > suppression.since + interval '1 minute';

-- rule: a record shown as confirmed by both sides has the consent of two sides
SELECT partnership.id FROM partnerships_partnership partnership
WHERE partnership.visibility IN ('public', 'community') AND partnership.standing = 'both_sides' AND 2 > (
    SELECT count(DISTINCT confirmation.side) FROM partnerships_confirmation confirmation
    WHERE confirmation.partnership_id = partnership.id AND confirmation.decision = 'confirmed'
);

-- rule: what a side objects to is shown to the parties only
SELECT id FROM partnerships_partnership WHERE objected_at IS NOT NULL AND visibility IN ('public', 'community');

-- rule: no event has more seats taken than it has
SELECT id, seats_taken, capacity FROM events_learningevent WHERE seats_taken > capacity;

-- rule: no event ever had more seats taken than it had then
SELECT id, seats_taken, capacity FROM events_registrationchange WHERE seats_taken > capacity;

-- rule: the seats that are counted are those of its registrations
SELECT event.id, event.seats_taken FROM events_learningevent event WHERE event.seats_taken <> (
    SELECT count(*) FROM events_registration place
    WHERE place.event_id = event.id AND place.status IN ('confirmed', 'attended')
);

-- rule: a person has one place at an event
SELECT event_id, email_key, count(*) FROM events_registration WHERE status <> 'cancelled' GROUP BY 1, 2 HAVING count(*) > 1;

-- rule: nobody waits while a seat is free
SELECT event.id FROM events_learningevent event
WHERE event.status = 'published' AND event.seats_taken < event.capacity AND coalesce(event.ends_at > {now}, true)
    AND EXISTS (SELECT 1 FROM events_registration place WHERE place.event_id = event.id AND place.status = 'waitlisted');

-- rule: a cancelled event reminds nobody
SELECT reminder.id FROM events_reminder reminder JOIN events_learningevent event ON event.id = reminder.event_id
WHERE event.status = 'cancelled' AND reminder.status = 'scheduled';

-- rule: a reminder is sent once for each of an event's times
SELECT event_id, kind, due_at, count(*) FROM events_reminder WHERE status = 'sent' GROUP BY 1, 2, 3 HAVING count(*) > 1;
