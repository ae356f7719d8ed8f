CREATE FUNCTION pg_temp.content(n bigint, place integer, previous text, at timestamptz)
RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT '{"act":"noted","actor":{"agency":"H99.31","kind":"officer","officer":' || 1 + n %% 97
    || ',"post":' || 1 + n %% 89 || '},"at":"'
    || to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')
    || '","detail":{"limit":' || n %% 30 || ',"paper":"' || md5(n::text) || '","step":"verify"}'
    || ',"previous":"' || previous || '","seq":' || place || ',"subject":"dossier:bench-' || n || '"}'
$$;

CREATE FUNCTION pg_temp.hashed(content text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT encode(sha256(convert_to(content, 'UTF8')), 'hex')
$$;

ALTER TABLE ledger_entry DISABLE TRIGGER USER;

INSERT INTO ledger_entry (subject, seq, act, at, actor_kind, officer_id, post_id, agency, detail,
                          previous_hash, hash)
SELECT 'dossier:bench-' || n, e.seq, 'noted', now() + e.seq * interval '1 minute', 'officer',
       1 + n %% 97, 1 + n %% 89, 'H99.31',
       jsonb_build_object('limit', n %% 30, 'paper', md5(n::text), 'step', 'verify'),
       e.previous, e.hash
FROM generate_series(%(first)s::bigint, %(last)s) AS n
CROSS JOIN LATERAL pg_temp.hashed(
  pg_temp.content(n, 1, repeat('0', 64), now() + interval '1 minute')) AS one
CROSS JOIN LATERAL pg_temp.hashed(
  pg_temp.content(n, 2, one, now() + interval '2 minutes')) AS two
CROSS JOIN LATERAL pg_temp.hashed(
  pg_temp.content(n, 3, two, now() + interval '3 minutes')) AS three
CROSS JOIN LATERAL pg_temp.hashed(
  pg_temp.content(n, 4, three, now() + interval '4 minutes')) AS four
CROSS JOIN LATERAL (VALUES
  (1, repeat('0', 64), one), (2, one, two), (3, two, three), (4, three, four)
) AS e(seq, previous, hash);

INSERT INTO ledger_unsealed (entry_id)
SELECT id FROM ledger_entry WHERE id > %(known)s;

ALTER TABLE ledger_entry ENABLE TRIGGER USER;
