-- What Prisma's schema cannot say: the rules the database holds by itself.

CREATE EXTENSION IF NOT EXISTS btree_gist;

-- Sizes. A capacity is whole: every attribute of its shape, nothing else.
CREATE FUNCTION capacity_ok(shape "CapacityShape", c jsonb) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN
  CASE shape
    WHEN 'tasks' THEN
      c ?& ARRAY['cpu','memory','min','desired','max']
      AND c - ARRAY['cpu','memory','min','desired','max'] = '{}'::jsonb
      AND (c->>'cpu')::int > 0 AND (c->>'memory')::int > 0
      AND (c->>'min')::int >= 0
      AND (c->>'min')::int <= (c->>'desired')::int
      AND (c->>'desired')::int <= (c->>'max')::int
      AND (c->>'max')::int <= 10000
    ELSE
      c ?& ARRAY['instance','count']
      AND c - ARRAY['instance','count','diskGiB'] = '{}'::jsonb
      AND jsonb_typeof(c->'instance') = 'string'
      AND (c->>'count')::int BETWEEN 1 AND 10000
      AND coalesce((c->>'diskGiB')::int, 1) > 0
  END;

ALTER TABLE "Service"
  ADD CONSTRAINT service_sizes CHECK (capacity_ok(shape, baseline) AND capacity_ok(shape, current) AND capacity_ok(shape, ceiling));

CREATE FUNCTION capacity_any(c jsonb) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN
  c IS NULL OR capacity_ok(CASE WHEN c ? 'cpu' THEN 'tasks'::"CapacityShape" ELSE 'nodes'::"CapacityShape" END, c);

ALTER TABLE "RequestLine"
  ADD CONSTRAINT line_sizes CHECK (capacity_any(current) AND capacity_any(requested) AND capacity_any(granted) AND capacity_any(observed));

-- R14: no two live windows on one service of an environment; touching is fine, permanent is endless.
ALTER TABLE "WindowClaim"
  ADD CONSTRAINT claim_window CHECK ("endsAt" IS NULL OR "endsAt" > "startsAt"),
  ADD CONSTRAINT one_live_window EXCLUDE USING gist (
    "serviceId" WITH =, tstzrange("startsAt", "endsAt", '[)') WITH &&
  );

-- R12: never on one's own request.
ALTER TABLE "Approval" ADD CONSTRAINT approval_not_own CHECK ("personId" <> "requestedById");
ALTER TABLE "Offer" ADD CONSTRAINT offer_not_own CHECK ("personId" <> "requestedById");
-- One live approval per manager and content.
CREATE UNIQUE INDEX one_approval ON "Approval" ("requestId", "personId", "contentHash") WHERE "voidedAt" IS NULL;

ALTER TABLE "UpscaleRequest"
  ADD CONSTRAINT request_reference CHECK (reference ~ '^UR-[0-9]{4}-[0-9]{4,}$'),
  ADD CONSTRAINT request_whole CHECK (
    state IN ('DRAFT', 'WITHDRAWN')
    OR ("windowStart" IS NOT NULL AND "timeZone" IS NOT NULL AND "contentHash" IS NOT NULL AND "submittedAt" IS NOT NULL)
  ),
  ADD CONSTRAINT request_window CHECK ("windowEnd" IS NULL OR "windowEnd" - "windowStart" BETWEEN interval '30 seconds' AND interval '92 days' + interval '2 hours'),
  ADD CONSTRAINT request_prescale CHECK ("prescaleMinutes" BETWEEN 0 AND 1440),
  ADD CONSTRAINT request_days CHECK ("upscaleDays" >= 0),
  ADD CONSTRAINT request_version CHECK (version >= 1),
  ADD CONSTRAINT request_failed CHECK (("failedDuring" IS NULL) = (state <> 'FAILED') AND ("failedDuring" IS NULL OR "failedDuring" IN ('APPLYING', 'RETURNING'))),
  ADD CONSTRAINT request_hash CHECK ("contentHash" IS NULL OR "contentHash" ~ '^[0-9a-f]{64}$');

-- Moves outside the lifecycle table are refused whoever writes; the pairs are compared with the domain's table by a test.
INSERT INTO "LifecycleMove" VALUES
  ('DRAFT', 'IN_REVIEW'), ('DRAFT', 'WITHDRAWN'),
  ('IN_REVIEW', 'NEEDS_INFO'), ('IN_REVIEW', 'OFFERED'), ('IN_REVIEW', 'SCHEDULED'), ('IN_REVIEW', 'REJECTED'), ('IN_REVIEW', 'WITHDRAWN'), ('IN_REVIEW', 'EXPIRED'),
  ('NEEDS_INFO', 'IN_REVIEW'), ('NEEDS_INFO', 'REJECTED'), ('NEEDS_INFO', 'WITHDRAWN'), ('NEEDS_INFO', 'EXPIRED'),
  ('OFFERED', 'IN_REVIEW'), ('OFFERED', 'SCHEDULED'), ('OFFERED', 'REJECTED'), ('OFFERED', 'WITHDRAWN'), ('OFFERED', 'EXPIRED'),
  ('SCHEDULED', 'CANCELLED'), ('SCHEDULED', 'APPLYING'), ('SCHEDULED', 'EXPIRED'),
  ('APPLYING', 'ACTIVE'), ('APPLYING', 'RETURNING'), ('APPLYING', 'FAILED'),
  ('ACTIVE', 'RETURNING'), ('ACTIVE', 'CLOSED'),
  ('RETURNING', 'FAILED'), ('RETURNING', 'CLOSED'),
  ('FAILED', 'APPLYING'), ('FAILED', 'RETURNING'), ('FAILED', 'CLOSED');

CREATE FUNCTION refuse_other_moves() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.state <> OLD.state AND NOT EXISTS (SELECT 1 FROM "LifecycleMove" m WHERE m."from" = OLD.state AND m."to" = NEW.state) THEN
    RAISE EXCEPTION 'no move leads from % to %', OLD.state, NEW.state USING ERRCODE = 'check_violation', CONSTRAINT = 'lifecycle_move';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER lifecycle_move BEFORE UPDATE OF state ON "UpscaleRequest" FOR EACH ROW EXECUTE FUNCTION refuse_other_moves();

ALTER TABLE "Person" ADD CONSTRAINT person_email CHECK (email = lower(email) AND email LIKE '%_@_%');
ALTER TABLE "Contract"
  ADD CONSTRAINT contract_term CHECK ("termEnd" > "termStart"),
  ADD CONSTRAINT contract_approvers CHECK (approvers IS NULL OR approvers BETWEEN 1 AND 10),
  ADD CONSTRAINT contract_lead CHECK (("leadTimeValue" IS NULL) = ("leadTimeUnit" IS NULL) AND coalesce("leadTimeValue", 0) BETWEEN 0 AND 1000),
  ADD CONSTRAINT contract_budget CHECK ("upscaleDaysPerYear" IS NULL OR "upscaleDaysPerYear" >= 0);
ALTER TABLE "Freeze" ADD CONSTRAINT freeze_window CHECK ("endsAt" > "startsAt");
ALTER TABLE "Variation" ADD CONSTRAINT variation_window CHECK ("validTo" IS NULL OR "validTo" > "validFrom");

-- The record is append-only for everyone, its owner included.
INSERT INTO "AuditHead" (id, n, hash) VALUES (1, 0, repeat('0', 64));
ALTER TABLE "AuditHead" ADD CONSTRAINT one_head CHECK (id = 1);
CREATE FUNCTION refuse_record_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the record is append-only' USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON "AuditEntry" FOR EACH STATEMENT EXECUTE FUNCTION refuse_record_change();
