SET CONSTRAINTS ALL IMMEDIATE;

ALTER TABLE dossiers_dossier DISABLE TRIGGER USER;

ALTER TABLE custody_custody DISABLE TRIGGER USER;

CREATE FUNCTION pg_temp.entry_hash(
  act text, agency text, officer bigint, post bigint, at timestamptz, detail text, previous text,
  seq integer, subject text
) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT encode(sha256(convert_to(
    '{"act":"' || act || '","actor":{"agency":"' || agency || '","kind":"officer","officer":'
    || officer || ',"post":' || post || '},"at":"'
    || to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') || '","detail":' || detail
    || ',"previous":"' || previous || '","seq":' || seq || ',"subject":"' || subject || '"}',
    'UTF8')), 'hex')
$$;

CREATE TEMP TABLE filled ON COMMIT DROP AS
SELECT n, c.*,
       'dossier:' || code AS subject,
       'person:' || person AS person_subject,
       submitted_at + interval '5 minutes' AS received_at,
       submitted_at + interval '1 day' AS due_at,
       CASE WHEN n %% %(one_held_in)s > 0 THEN submitted_at + interval '2 hours' END AS ended_at,
       '{"identity":"' || %(genesis)s || '","kind":"citizen"}' AS person_detail,
       '{"channel":"direct","desk":"' || desk || '","papers":[],"procedure":"' || %(procedure)s
         || '","version":1}' AS submitted_detail,
       '{"calendar":"2022-2026.1","competent":"' || competent
         || '","limit":1,"rule":"day-after.1","unit":"working-day"}' AS received_detail,
       '{"reason":"' || %(genesis)s || '"}' AS ended_detail
FROM generate_series(%(first)s::bigint, %(last)s) AS n
CROSS JOIN LATERAL (
  SELECT place.*, md5('person' || n)::uuid AS person,
         place.desk || '-' || to_char(submitted_at, 'YYYYMMDD') || '-' || lpad(n::text, 7, '0')
           AS code, submitted_at
  FROM (SELECT date_trunc('day', now()) - (1 + n %% %(spread_days)s) * interval '1 day'
               + (60 + n %% 480) * interval '1 minute' AS submitted_at) AS day,
       jsonb_to_record(%(counters)s::jsonb -> (n %% %(places)s)::integer) AS place(
         desk text, desk_id bigint, competent text, competent_id bigint, officer_id bigint,
         post_id bigint)
) AS c;

INSERT INTO people_person (id, kind, identity, salt, name_index, personal_id_index, phone_index,
                           recorded_at)
SELECT person, 'citizen', %(identity)s, %(salt)s, sha256(convert_to('name' || n, 'UTF8')),
       sha256(convert_to('number' || n, 'UTF8')), sha256(convert_to('phone' || n, 'UTF8')),
       submitted_at
FROM filled;

INSERT INTO dossiers_dossier (code, version_id, procedure_code, channel, applicant_id, answers,
  declared, pin, phone_end, receiving_agency_id, competent_agency_id, submitted_at, received_at,
  due_at, withdrawn_at, outcome, returned_to, process_step, last_act_at)
SELECT code, %(version)s, %(procedure)s, 'direct', person, %(answers)s,
       %(declared)s, %(pin)s, %(phone_end)s, desk_id, competent_id, submitted_at, received_at, due_at, ended_at, '', '', '',
       coalesce(ended_at, received_at)
FROM filled;

INSERT INTO dossiers_duedateset (dossier_id, due_at, due_on, reason, counted_from, quantity, unit,
  calendar_version, rule_version, set_at)
SELECT d.id, f.due_at, f.due_at::date, 'receipt', f.received_at, 1, 'working-day', '2022-2026.1',
       'day-after.1', f.received_at
FROM filled f JOIN dossiers_dossier d USING (code);

INSERT INTO dossiers_ending (dossier_id, salt, reason, legal_basis, ground, at, by_id)
SELECT d.id, %(salt)s, %(reason)s, '', '', f.ended_at, f.officer_id
FROM filled f JOIN dossiers_dossier d USING (code) WHERE f.ended_at IS NOT NULL;

INSERT INTO custody_custody (subject, officer_id, post_id, step, started_at, ended_at, end_reason)
SELECT subject, officer_id, post_id, 'intake', received_at, ended_at,
       CASE WHEN ended_at IS NULL THEN '' ELSE 'closed' END
FROM filled;

ALTER TABLE documents_registernumber DISABLE TRIGGER USER;

INSERT INTO documents_registernumber (agency_code, book, year, number, subject)
SELECT f.desk, 'TNHS', f.year,
       coalesce(c.last, 0) + row_number() OVER (PARTITION BY f.desk, f.year ORDER BY f.n), f.subject
FROM (SELECT n, desk, subject,
             extract(year FROM received_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::integer AS year
      FROM filled) AS f
LEFT JOIN documents_registercounter c
  ON c.agency_code = f.desk AND c.book = 'TNHS' AND c.year = f.year;

INSERT INTO documents_registercounter (agency_code, book, year, last)
SELECT agency_code, book, year, max(number) FROM documents_registernumber GROUP BY 1, 2, 3
ON CONFLICT (agency_code, book, year) DO UPDATE SET last = excluded.last;

ALTER TABLE documents_registernumber ENABLE TRIGGER USER;

INSERT INTO exchange_message (id, subject, recipient, template, cause, "values", created_at,
  next_at, ended_at, state, channel, attempts, spent, last_error)
SELECT md5('message' || n)::uuid, subject, 'applicant:' || code, 'received', '2', %(reason)s,
       received_at, received_at, received_at, 'sent', 'email', 1, 0, ''
FROM filled;

INSERT INTO ledger_entry (subject, seq, act, at, actor_kind, officer_id, post_id, agency, detail,
                          previous_hash, hash, key)
SELECT e.subject, e.seq, e.act, e.at, 'officer', officer_id, post_id, desk, e.detail::jsonb,
       e.previous, e.hash, e.key
FROM filled
CROSS JOIN LATERAL pg_temp.entry_hash('person_recorded', desk, officer_id, post_id, submitted_at,
  person_detail, %(genesis)s, 1, person_subject) AS known
CROSS JOIN LATERAL pg_temp.entry_hash('submitted', desk, officer_id, post_id, submitted_at,
  submitted_detail, %(genesis)s, 1, subject) AS first
CROSS JOIN LATERAL pg_temp.entry_hash('received', desk, officer_id, post_id, received_at,
  received_detail, first, 2, subject) AS second
CROSS JOIN LATERAL (VALUES
  (person_subject, 1, 'person_recorded', submitted_at, person_detail, %(genesis)s, known, NULL),
  (subject, 1, 'submitted', submitted_at, submitted_detail, %(genesis)s, first,
   'fill-entry-' || n),
  (subject, 2, 'received', received_at, received_detail, first, second, 'fill-receipt-' || n),
  (subject, 3, 'withdrawn', ended_at, ended_detail, second,
   pg_temp.entry_hash('withdrawn', desk, officer_id, post_id, ended_at, ended_detail, second, 3,
                      subject), NULL)
) AS e(subject, seq, act, at, detail, previous, hash, key)
WHERE e.at IS NOT NULL;

ALTER TABLE dossiers_dossier ENABLE TRIGGER USER;

ALTER TABLE custody_custody ENABLE TRIGGER USER;
