SET CONSTRAINTS ALL IMMEDIATE;

ALTER TABLE dossiers_dossier DISABLE TRIGGER USER;

ALTER TABLE custody_custody DISABLE TRIGGER USER;

ALTER TABLE custody_offer DISABLE TRIGGER USER;

INSERT INTO people_person (id, kind, identity, salt, name_index, personal_id_index, phone_index,
                           recorded_at)
SELECT md5('figures')::uuid, 'citizen', %(identity)s, %(salt)s, sha256('name'), sha256('number'),
       sha256('phone'), now();

CREATE TEMP TABLE filled ON COMMIT DROP AS
SELECT n, a.desk, a.desk_id, a.competent_id, a.officer_id AS first_officer, a.post_id AS first_post,
       b.officer_id AS second_officer, b.post_id AS second_post, b.desk_id AS second_agency,
       a.desk || '-' || to_char(received_at, 'YYYYMMDD') || '-' || lpad(n::text, 7, '0') AS code,
       received_at, received_at + interval '7 days' AS due_at,
       received_at + CASE WHEN n %% 33 = 0 THEN 9 ELSE 3 + n %% 4 END * interval '1 day' AS ended_at,
       n %% 10 = 0 AS bounced,
       n %% 10 = 3 AND received_at > now() - interval '60 days' AS stays
FROM generate_series(1, %(size)s::bigint) AS n
CROSS JOIN LATERAL (
  SELECT date_trunc('day', now()) - (1 + n %% 365) * interval '1 day'
         + (60 + n %% 480) * interval '1 minute' AS received_at) AS day
CROSS JOIN jsonb_to_record(%(counters)s::jsonb -> (n %% %(places)s)::integer) AS a(
  desk text, desk_id bigint, competent_id bigint, officer_id bigint, post_id bigint)
CROSS JOIN jsonb_to_record(
  %(counters)s::jsonb -> ((n + 1 + (n / %(places)s) %% (%(places)s - 1)) %% %(places)s)::integer)
  AS b(desk_id bigint, officer_id bigint, post_id bigint);

UPDATE filled SET ended_at = NULL WHERE stays OR ended_at > now();

INSERT INTO dossiers_dossier (code, version_id, procedure_code, channel, applicant_id, answers,
  pin, phone_end, receiving_agency_id, competent_agency_id, submitted_at, received_at, due_at,
  processing_at, decided_at, outcome, returned_to, process_step, last_act_at)
SELECT code, %(version)s, %(procedure)s, 'direct', md5('figures')::uuid, %(answers)s, %(pin)s,
       %(phone_end)s, desk_id, competent_id, received_at, received_at, due_at,
       received_at + interval '1 hour', ended_at, CASE WHEN ended_at IS NULL THEN '' ELSE 'granted' END,
       '', '', coalesce(ended_at, received_at)
FROM filled ORDER BY received_at;

INSERT INTO dossiers_duedateset (dossier_id, due_at, due_on, reason, counted_from, quantity, unit,
  calendar_version, rule_version, set_at)
SELECT d.id, d.due_at, (d.due_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date, 'receipt', d.received_at, 5,
       'working-day', 'bench', 'day-after.1', d.received_at
FROM dossiers_dossier d ORDER BY d.id;

INSERT INTO custody_custody (subject, officer_id, post_id, step, started_at, ended_at, end_reason,
                             limit_minutes)
SELECT 'dossier:' || code, s.officer_id, s.post_id, s.step, s.started_at, s.ended_at,
       CASE WHEN s.ended_at IS NULL THEN '' WHEN s.ended_at = f.ended_at THEN 'closed'
            ELSE 'handed_over' END, 600
FROM filled f CROSS JOIN LATERAL (VALUES
  (1, 'intake', first_officer, first_post, received_at, received_at + interval '2 hours', TRUE),
  (2, 'verify', second_officer, second_post, received_at + interval '2 hours',
   CASE WHEN bounced THEN received_at + interval '1 day' ELSE ended_at END, TRUE),
  (3, 'verify', first_officer, first_post, received_at + interval '1 day',
   received_at + interval '2 days', bounced),
  (4, 'verify', second_officer, second_post, received_at + interval '2 days', ended_at, bounced)
) AS s(place, step, officer_id, post_id, started_at, ended_at, is_there)
WHERE s.is_there ORDER BY s.started_at;

INSERT INTO custody_offer (subject, custody_id, to_post_id, step, limit_minutes, overruns, contestable, salt, why,
  offered_at, answer_by, policy, answer, answered_at, answered_by_id, reason, legal_basis,
  right_agency_id)
SELECT c.subject, c.id, f.second_post, 'verify', 600, FALSE, TRUE, %(salt)s, %(reason)s,
       c.started_at + interval '1 hour', c.started_at + interval '5 hours', 'bench',
       a.answer, c.started_at + interval '1 hour' + a.after, a.by_id, a.reason, %(reason)s, a.right_id
FROM filled f JOIN custody_custody c ON c.subject = 'dossier:' || f.code AND c.step = 'intake'
CROSS JOIN LATERAL (VALUES
  ('accepted', interval '1 hour', second_officer, '', NULL::bigint, TRUE),
  ('returned', interval '30 minutes', second_officer, 'wrong-competence', second_agency, f.n %% 40 = 7)
) AS a(answer, after, by_id, reason, right_id, is_there)
WHERE a.is_there ORDER BY c.started_at;

ALTER TABLE dossiers_dossier ENABLE TRIGGER USER;

ALTER TABLE custody_custody ENABLE TRIGGER USER;

ALTER TABLE custody_offer ENABLE TRIGGER USER
