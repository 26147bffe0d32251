-- CreateEnum
CREATE TYPE "OperationKind" AS ENUM ('APPLY', 'RETURN');

-- CreateEnum
CREATE TYPE "OperationState" AS ENUM ('CALLING', 'ACCEPTED', 'DONE', 'FAILED', 'SUPERSEDED');

-- CreateEnum
CREATE TYPE "SimulatedFaultKind" AS ENUM ('REFUSE', 'HANG', 'STUCK', 'WRONG', 'LOSE_ANSWER');

-- AlterTable
ALTER TABLE "Environment" ADD COLUMN     "observeAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
ADD COLUMN     "provider" TEXT;

-- AlterTable
ALTER TABLE "Service" ADD COLUMN     "driftSince" TIMESTAMPTZ(3),
ADD COLUMN     "observedAt" TIMESTAMPTZ(3),
ADD COLUMN     "observedBy" TEXT;

-- AlterTable
ALTER TABLE "UpscaleRequest" ADD COLUMN     "dueAt" TIMESTAMPTZ(3),
ADD COLUMN     "leasedBy" UUID,
ADD COLUMN     "returnSince" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "RequestLine" ADD COLUMN     "observedBy" TEXT;

-- CreateTable
CREATE TABLE "Operation" (
    "id" UUID NOT NULL,
    "requestId" UUID NOT NULL,
    "environmentId" UUID NOT NULL,
    "kind" "OperationKind" NOT NULL,
    "number" INTEGER NOT NULL,
    "provider" TEXT NOT NULL,
    "state" "OperationState" NOT NULL,
    "targets" JSONB NOT NULL,
    "token" BIGINT NOT NULL,
    "startedAt" TIMESTAMPTZ(3) NOT NULL,
    "deadlineAt" TIMESTAMPTZ(3) NOT NULL,
    "finishedAt" TIMESTAMPTZ(3),
    "progress" INTEGER,
    "error" JSONB,

    CONSTRAINT "Operation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "OperationAttempt" (
    "operationId" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "token" BIGINT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "answeredAt" TIMESTAMPTZ(3),
    "outcome" TEXT,
    "error" JSONB,

    CONSTRAINT "OperationAttempt_pkey" PRIMARY KEY ("operationId","number")
);

-- CreateTable
CREATE TABLE "OperationReport" (
    "id" TEXT NOT NULL,
    "operationId" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "OperationReport_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "SimulatedService" (
    "serviceId" UUID NOT NULL,
    "from" JSONB NOT NULL,
    "target" JSONB NOT NULL,
    "startedAt" TIMESTAMPTZ(3) NOT NULL,
    "finishesAt" TIMESTAMPTZ(3) NOT NULL,
    "token" BIGINT NOT NULL,
    "operationId" UUID,
    "changes" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "SimulatedService_pkey" PRIMARY KEY ("serviceId")
);

-- CreateTable
CREATE TABLE "SimulatedFault" (
    "serviceId" UUID NOT NULL,
    "kind" "SimulatedFaultKind" NOT NULL,

    CONSTRAINT "SimulatedFault_pkey" PRIMARY KEY ("serviceId")
);

-- CreateTable
CREATE TABLE "Worker" (
    "id" UUID NOT NULL,
    "slot" INTEGER NOT NULL,
    "startedAt" TIMESTAMPTZ(3) NOT NULL,
    "beatAt" TIMESTAMPTZ(3) NOT NULL,
    "metrics" JSONB,

    CONSTRAINT "Worker_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "OperationReport_at_idx" ON "OperationReport"("at");

-- CreateIndex
CREATE INDEX "Operation_environmentId_state_idx" ON "Operation"("environmentId", "state");

-- CreateIndex
CREATE UNIQUE INDEX "Operation_requestId_number_key" ON "Operation"("requestId", "number");

-- AddForeignKey
ALTER TABLE "Operation" ADD CONSTRAINT "Operation_requestId_environmentId_fkey" FOREIGN KEY ("requestId", "environmentId") REFERENCES "UpscaleRequest"("id", "environmentId") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Operation" ADD CONSTRAINT "Operation_environmentId_fkey" FOREIGN KEY ("environmentId") REFERENCES "Environment"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "OperationAttempt" ADD CONSTRAINT "OperationAttempt_operationId_fkey" FOREIGN KEY ("operationId") REFERENCES "Operation"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "SimulatedService" ADD CONSTRAINT "SimulatedService_serviceId_fkey" FOREIGN KEY ("serviceId") REFERENCES "Service"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "SimulatedFault" ADD CONSTRAINT "SimulatedFault_serviceId_fkey" FOREIGN KEY ("serviceId") REFERENCES "Service"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What Prisma's schema cannot say.

-- A tick of the worker reads these and nothing else: ends and returns before starts.
CREATE INDEX due_others ON "UpscaleRequest" ("dueAt") WHERE state <> 'SCHEDULED' AND "dueAt" IS NOT NULL;
CREATE INDEX due_starts ON "UpscaleRequest" ("dueAt") WHERE state = 'SCHEDULED' AND "dueAt" IS NOT NULL;
CREATE INDEX leased_requests ON "UpscaleRequest" ("leasedBy") WHERE "leasedBy" IS NOT NULL;
CREATE INDEX due_observations ON "Environment" ("observeAt");
CREATE INDEX drifted_services ON "Service" ("driftSince") WHERE "driftSince" IS NOT NULL;

-- Every claim of an operation draws a higher one.
CREATE SEQUENCE fencing_token;

-- One operation of a request at a time.
CREATE UNIQUE INDEX one_operation ON "Operation" ("requestId") WHERE state IN ('CALLING', 'ACCEPTED');

ALTER TABLE "Environment" ADD CONSTRAINT environment_provider CHECK (provider IN ('simulated', 'webhook', 'manual'));
ALTER TABLE "Operation"
  ADD CONSTRAINT operation_progress CHECK (progress BETWEEN 0 AND 100),
  ADD CONSTRAINT operation_finished CHECK (("finishedAt" IS NULL) = (state IN ('CALLING', 'ACCEPTED')));
ALTER TABLE "OperationAttempt"
  ADD CONSTRAINT attempt_outcome CHECK (outcome IN ('accepted', 'refused', 'retryable', 'unknown'));
ALTER TABLE "SimulatedService"
  ADD CONSTRAINT simulated_sizes CHECK (capacity_any("from") AND capacity_any(target));

-- Requests of the time before there was a clock: when it looks at them next.
UPDATE "UpscaleRequest" SET "dueAt" = CASE
    WHEN state IN ('IN_REVIEW', 'NEEDS_INFO') THEN "windowStart"
    WHEN state = 'SCHEDULED' THEN "windowStart" - make_interval(mins => "prescaleMinutes")
    WHEN state = 'ACTIVE' THEN coalesce("windowEnd", now())
    ELSE now() END
  WHERE state IN ('IN_REVIEW', 'NEEDS_INFO', 'OFFERED', 'SCHEDULED', 'APPLYING', 'ACTIVE', 'RETURNING', 'FAILED');
UPDATE "UpscaleRequest" r SET "returnSince" = (
    SELECT min(e.at) FROM "RequestEvent" e WHERE e."requestId" = r.id AND e."to" = 'RETURNING')
  WHERE EXISTS (SELECT 1 FROM "RequestEvent" e WHERE e."requestId" = r.id AND e."to" = 'RETURNING');
