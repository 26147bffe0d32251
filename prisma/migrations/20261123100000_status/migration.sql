-- CreateEnum
CREATE TYPE "Level" AS ENUM ('OPERATIONAL', 'UNKNOWN', 'MAINTENANCE', 'DEGRADED', 'PARTIAL_OUTAGE', 'MAJOR_OUTAGE');

-- CreateEnum
CREATE TYPE "EndpointKind" AS ENUM ('HTTP', 'TCP', 'TLS');

-- CreateEnum
CREATE TYPE "ProbeOutcome" AS ENUM ('UP', 'SLOW', 'DOWN');

-- CreateEnum
CREATE TYPE "NoticeKind" AS ENUM ('INCIDENT', 'MAINTENANCE');

-- CreateEnum
CREATE TYPE "NoticeState" AS ENUM ('INVESTIGATING', 'IDENTIFIED', 'MONITORING', 'RESOLVED', 'PLANNED', 'COMPLETED', 'CANCELLED');

-- CreateEnum
CREATE TYPE "ShopMode" AS ENUM ('OPEN', 'SLOW', 'FAILING', 'DOWN');

-- CreateTable
CREATE TABLE "Endpoint" (
    "id" SERIAL NOT NULL,
    "environmentId" UUID NOT NULL,
    "serviceId" UUID,
    "name" TEXT NOT NULL,
    "kind" "EndpointKind" NOT NULL,
    "target" TEXT NOT NULL,
    "expectStatus" TEXT,
    "expectText" TEXT,
    "intervalSeconds" INTEGER NOT NULL DEFAULT 60,
    "timeoutMs" INTEGER NOT NULL DEFAULT 10000,
    "retries" INTEGER NOT NULL DEFAULT 1,
    "slowMs" INTEGER,
    "certificateDays" INTEGER NOT NULL DEFAULT 14,
    "paused" BOOLEAN NOT NULL DEFAULT false,
    "demo" BOOLEAN NOT NULL DEFAULT false,
    "version" INTEGER NOT NULL DEFAULT 1,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Endpoint_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ProbeState" (
    "endpointId" INTEGER NOT NULL,
    "environmentId" UUID NOT NULL,
    "nextAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "token" BIGINT NOT NULL DEFAULT 0,
    "outcome" "ProbeOutcome",
    "since" TIMESTAMPTZ(3),
    "at" TIMESTAMPTZ(3),
    "staleAt" TIMESTAMPTZ(3),
    "ms" INTEGER,
    "reason" JSONB,
    "certificateEndsAt" TIMESTAMPTZ(3),

    CONSTRAINT "ProbeState_pkey" PRIMARY KEY ("endpointId")
);

-- CreateTable
CREATE TABLE "ProbeResult" (
    "endpointId" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "outcome" "ProbeOutcome" NOT NULL,
    "ms" INTEGER,
    "reason" TEXT,

    CONSTRAINT "ProbeResult_pkey" PRIMARY KEY ("endpointId","at")
) PARTITION BY RANGE ("at");

-- CreateTable
CREATE TABLE "ProbeHour" (
    "endpointId" INTEGER NOT NULL,
    "hour" TIMESTAMPTZ(3) NOT NULL,
    "probes" INTEGER NOT NULL,
    "slow" INTEGER NOT NULL,
    "down" INTEGER NOT NULL,
    "p50Ms" INTEGER,
    "p95Ms" INTEGER,

    CONSTRAINT "ProbeHour_pkey" PRIMARY KEY ("endpointId","hour")
);

-- CreateTable
CREATE TABLE "ProbeDay" (
    "endpointId" INTEGER NOT NULL,
    "date" DATE NOT NULL,
    "probes" INTEGER NOT NULL,
    "slow" INTEGER NOT NULL,
    "down" INTEGER NOT NULL,
    "p50Ms" INTEGER,
    "p95Ms" INTEGER,

    CONSTRAINT "ProbeDay_pkey" PRIMARY KEY ("endpointId","date")
);

-- CreateTable
CREATE TABLE "RollupMark" (
    "kind" TEXT NOT NULL,
    "upTo" TIMESTAMPTZ(3) NOT NULL,
    "endpointId" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "RollupMark_pkey" PRIMARY KEY ("kind")
);

-- CreateTable
CREATE TABLE "EnvironmentStatus" (
    "environmentId" UUID NOT NULL,
    "level" "Level" NOT NULL DEFAULT 'UNKNOWN',
    "underlying" "Level" NOT NULL DEFAULT 'UNKNOWN',
    "maintenance" BOOLEAN NOT NULL DEFAULT false,
    "since" TIMESTAMPTZ(3) NOT NULL,
    "settledAt" TIMESTAMPTZ(3) NOT NULL,
    "services" JSONB NOT NULL DEFAULT '[]',
    "reasons" JSONB NOT NULL DEFAULT '[]',
    "dueAt" TIMESTAMPTZ(3),
    "rolledTo" DATE NOT NULL,

    CONSTRAINT "EnvironmentStatus_pkey" PRIMARY KEY ("environmentId")
);

-- CreateTable
CREATE TABLE "LevelSpan" (
    "environmentId" UUID NOT NULL,
    "from" TIMESTAMPTZ(3) NOT NULL,
    "to" TIMESTAMPTZ(3),
    "level" "Level" NOT NULL,
    "underlying" "Level" NOT NULL,
    "maintenance" BOOLEAN NOT NULL,

    CONSTRAINT "LevelSpan_pkey" PRIMARY KEY ("environmentId","from")
);

-- CreateTable
CREATE TABLE "EnvironmentDay" (
    "environmentId" UUID NOT NULL,
    "date" DATE NOT NULL,
    "level" "Level" NOT NULL,
    "upSeconds" INTEGER NOT NULL,
    "observedSeconds" INTEGER NOT NULL,
    "maintenanceSeconds" INTEGER NOT NULL,
    "upMaintenanceSeconds" INTEGER NOT NULL,
    "observedMaintenanceSeconds" INTEGER NOT NULL,

    CONSTRAINT "EnvironmentDay_pkey" PRIMARY KEY ("environmentId","date")
);

-- CreateTable
CREATE TABLE "Notice" (
    "id" UUID NOT NULL,
    "kind" "NoticeKind" NOT NULL,
    "title" TEXT NOT NULL,
    "state" "NoticeState" NOT NULL,
    "impact" "Level" NOT NULL,
    "startsAt" TIMESTAMPTZ(3) NOT NULL,
    "endsAt" TIMESTAMPTZ(3),
    "publishedAt" TIMESTAMPTZ(3),
    "postMortem" TEXT,
    "version" INTEGER NOT NULL DEFAULT 1,
    "createdById" UUID NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Notice_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "NoticeUpdate" (
    "id" UUID NOT NULL,
    "noticeId" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "state" "NoticeState" NOT NULL,
    "text" TEXT NOT NULL,
    "personId" UUID NOT NULL,
    "editedAt" TIMESTAMPTZ(3),

    CONSTRAINT "NoticeUpdate_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "NoticeScope" (
    "noticeId" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "contractId" UUID NOT NULL,
    "environmentId" UUID,
    "slug" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "service" TEXT,

    CONSTRAINT "NoticeScope_pkey" PRIMARY KEY ("noticeId","number")
);

-- CreateTable
CREATE TABLE "DemoShop" (
    "environmentId" UUID NOT NULL,
    "port" INTEGER,
    "mode" "ShopMode" NOT NULL DEFAULT 'OPEN',
    "service" TEXT,

    CONSTRAINT "DemoShop_pkey" PRIMARY KEY ("environmentId")
);

-- CreateTable
CREATE TABLE "FeedToken" (
    "id" UUID NOT NULL,
    "personId" UUID NOT NULL,
    "hash" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "lastUsedAt" TIMESTAMPTZ(3),

    CONSTRAINT "FeedToken_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "Endpoint_environmentId_name_key" ON "Endpoint"("environmentId", "name");

-- CreateIndex
CREATE INDEX "ProbeState_environmentId_idx" ON "ProbeState"("environmentId");

-- CreateIndex
CREATE INDEX "ProbeHour_hour_idx" ON "ProbeHour" USING BRIN ("hour");

-- CreateIndex
CREATE INDEX "Notice_publishedAt_startsAt_idx" ON "Notice"("publishedAt", "startsAt" DESC);

-- CreateIndex
CREATE INDEX "NoticeUpdate_noticeId_at_idx" ON "NoticeUpdate"("noticeId", "at");

-- CreateIndex
CREATE INDEX "NoticeScope_environmentId_idx" ON "NoticeScope"("environmentId");

-- CreateIndex
CREATE INDEX "NoticeScope_contractId_idx" ON "NoticeScope"("contractId");

-- CreateIndex
CREATE UNIQUE INDEX "FeedToken_hash_key" ON "FeedToken"("hash");

-- CreateIndex
CREATE INDEX "FeedToken_personId_idx" ON "FeedToken"("personId");

-- AddForeignKey
ALTER TABLE "Endpoint" ADD CONSTRAINT "Endpoint_environmentId_fkey" FOREIGN KEY ("environmentId") REFERENCES "Environment"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Endpoint" ADD CONSTRAINT "Endpoint_serviceId_environmentId_fkey" FOREIGN KEY ("serviceId", "environmentId") REFERENCES "Service"("id", "environmentId") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ProbeState" ADD CONSTRAINT "ProbeState_endpointId_fkey" FOREIGN KEY ("endpointId") REFERENCES "Endpoint"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "EnvironmentStatus" ADD CONSTRAINT "EnvironmentStatus_environmentId_fkey" FOREIGN KEY ("environmentId") REFERENCES "Environment"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "LevelSpan" ADD CONSTRAINT "LevelSpan_environmentId_fkey" FOREIGN KEY ("environmentId") REFERENCES "Environment"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "EnvironmentDay" ADD CONSTRAINT "EnvironmentDay_environmentId_fkey" FOREIGN KEY ("environmentId") REFERENCES "Environment"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Notice" ADD CONSTRAINT "Notice_createdById_fkey" FOREIGN KEY ("createdById") REFERENCES "Person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "NoticeUpdate" ADD CONSTRAINT "NoticeUpdate_noticeId_fkey" FOREIGN KEY ("noticeId") REFERENCES "Notice"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "NoticeUpdate" ADD CONSTRAINT "NoticeUpdate_personId_fkey" FOREIGN KEY ("personId") REFERENCES "Person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "NoticeScope" ADD CONSTRAINT "NoticeScope_noticeId_fkey" FOREIGN KEY ("noticeId") REFERENCES "Notice"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "NoticeScope" ADD CONSTRAINT "NoticeScope_environmentId_fkey" FOREIGN KEY ("environmentId") REFERENCES "Environment"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "DemoShop" ADD CONSTRAINT "DemoShop_environmentId_fkey" FOREIGN KEY ("environmentId") REFERENCES "Environment"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "FeedToken" ADD CONSTRAINT "FeedToken_personId_fkey" FOREIGN KEY ("personId") REFERENCES "Person"("id") ON DELETE CASCADE ON UPDATE CASCADE;



-- What Prisma's schema cannot say.

-- A tick of the worker reads these and nothing else. Readings change often: room in each page for the next one.
ALTER TABLE "ProbeState" SET (fillfactor = 60);
CREATE INDEX due_probes ON "ProbeState" ("nextAt");
CREATE INDEX stale_readings ON "ProbeState" ("staleAt") WHERE "staleAt" IS NOT NULL;
CREATE INDEX due_statuses ON "EnvironmentStatus" ("dueAt") WHERE "dueAt" IS NOT NULL;
CREATE INDEX unrolled_statuses ON "EnvironmentStatus" ("rolledTo");
CREATE INDEX old_spans ON "LevelSpan" ("to") WHERE "to" IS NOT NULL;
-- Every claim of a probe draws a higher one.
CREATE SEQUENCE probe_token;
-- One open span of an environment.
CREATE UNIQUE INDEX one_open_span ON "LevelSpan" ("environmentId") WHERE "to" IS NULL;

ALTER TABLE "LevelSpan"
  ADD CONSTRAINT span_forward CHECK ("to" IS NULL OR "to" > "from"),
  ADD CONSTRAINT span_maintenance CHECK (underlying <> 'MAINTENANCE' AND (level <> 'MAINTENANCE' OR maintenance));
ALTER TABLE "EnvironmentDay" ADD CONSTRAINT day_sums CHECK (
  "upSeconds" BETWEEN 0 AND "observedSeconds" AND "observedSeconds" <= 86400 AND "maintenanceSeconds" BETWEEN 0 AND 86400
  AND "upMaintenanceSeconds" BETWEEN 0 AND "observedMaintenanceSeconds" AND "observedMaintenanceSeconds" <= "maintenanceSeconds"
  AND "observedMaintenanceSeconds" <= "observedSeconds" AND "upMaintenanceSeconds" <= "upSeconds");
ALTER TABLE "Endpoint"
  ADD CONSTRAINT endpoint_limits CHECK ("intervalSeconds" BETWEEN 5 AND 86400 AND "timeoutMs" BETWEEN 100 AND 60000
    AND retries BETWEEN 0 AND 5 AND "slowMs" BETWEEN 1 AND 60000 AND "certificateDays" BETWEEN 0 AND 365),
  ADD CONSTRAINT endpoint_http CHECK (kind = 'HTTP' OR ("expectStatus" IS NULL AND "expectText" IS NULL));
ALTER TABLE "Notice"
  ADD CONSTRAINT notice_state CHECK (CASE kind
    WHEN 'INCIDENT' THEN state IN ('INVESTIGATING', 'IDENTIFIED', 'MONITORING', 'RESOLVED')
    ELSE state IN ('PLANNED', 'COMPLETED', 'CANCELLED') AND "endsAt" IS NOT NULL END),
  ADD CONSTRAINT notice_impact CHECK (impact NOT IN ('UNKNOWN', 'MAINTENANCE')),
  ADD CONSTRAINT notice_resolved CHECK (kind = 'MAINTENANCE' OR ("endsAt" IS NOT NULL) = (state = 'RESOLVED')),
  ADD CONSTRAINT notice_times CHECK ("endsAt" IS NULL OR "endsAt" >= "startsAt");
ALTER TABLE "DemoShop" ADD CONSTRAINT shop_port CHECK (port BETWEEN 1 AND 65535);

-- Partitions of raw probes, one UTC day each. The application may neither make nor drop tables: this function does, as its
-- owner, and nothing else. Makes those of the day before, the day and two days after; drops those that are older than
-- keep_days by the database's own clock. Answers how many it dropped.
CREATE FUNCTION probe_partitions(day date, keep_days integer) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET timezone = 'UTC' AS $$
DECLARE
  each_day date;
  old name;
  dropped integer := 0;
BEGIN
  IF keep_days < 1 THEN RAISE EXCEPTION 'raw probes are kept for at least one day' USING ERRCODE = 'check_violation'; END IF;
  IF abs(day - current_date) > 2 THEN RAISE EXCEPTION 'the clock of the caller is % days off', day - current_date USING ERRCODE = 'check_violation'; END IF;
  PERFORM pg_advisory_xact_lock(7241022);
  FOR each_day IN SELECT generate_series(day - 1, day + 2, interval '1 day')::date LOOP
    IF to_regclass(format('public.%I', 'ProbeResult_' || to_char(each_day, 'YYYYMMDD'))) IS NULL THEN
      EXECUTE format('CREATE TABLE %I PARTITION OF "ProbeResult" FOR VALUES FROM (%L) TO (%L)',
        'ProbeResult_' || to_char(each_day, 'YYYYMMDD'), each_day::timestamptz, (each_day + 1)::timestamptz);
    END IF;
  END LOOP;
  FOR old IN
    SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
    WHERE i.inhparent = 'public."ProbeResult"'::regclass AND c.relname ~ '^ProbeResult_[0-9]{8}$'
      AND to_date(right(c.relname, 8), 'YYYYMMDD') < current_date - keep_days
  LOOP
    EXECUTE format('DROP TABLE %I', old);
    dropped := dropped + 1;
  END LOOP;
  RETURN dropped;
END $$;

SELECT probe_partitions(current_date, 7);
INSERT INTO "RollupMark" VALUES
  ('hours', date_trunc('hour', now()), 0),
  ('days', date_trunc('day', now() AT TIME ZONE 'UTC') AT TIME ZONE 'UTC', 0);
