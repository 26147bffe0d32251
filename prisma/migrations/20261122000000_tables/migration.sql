-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateEnum
CREATE TYPE "OrganisationKind" AS ENUM ('CUSTOMER', 'PARTNER', 'PROVIDER');

-- CreateEnum
CREATE TYPE "EnvironmentKind" AS ENUM ('DEV', 'STAGE', 'PROD');

-- CreateEnum
CREATE TYPE "CapacityShape" AS ENUM ('tasks', 'nodes');

-- CreateEnum
CREATE TYPE "Standing" AS ENUM ('customer', 'partner', 'manager', 'operator');

-- CreateEnum
CREATE TYPE "LeadTimeUnit" AS ENUM ('HOURS', 'CALENDAR_DAYS', 'BUSINESS_DAYS');

-- CreateEnum
CREATE TYPE "RequestState" AS ENUM ('DRAFT', 'IN_REVIEW', 'NEEDS_INFO', 'OFFERED', 'SCHEDULED', 'APPLYING', 'ACTIVE', 'RETURNING', 'FAILED', 'CLOSED', 'REJECTED', 'WITHDRAWN', 'EXPIRED', 'CANCELLED');

-- CreateTable
CREATE TABLE "Organisation" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "kind" "OrganisationKind" NOT NULL,
    "timeZone" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Organisation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Person" (
    "id" UUID NOT NULL,
    "email" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "timeZone" TEXT,
    "passwordHash" TEXT,
    "active" BOOLEAN NOT NULL DEFAULT true,
    "operator" BOOLEAN NOT NULL DEFAULT false,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Person_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Membership" (
    "organisationId" UUID NOT NULL,
    "personId" UUID NOT NULL,
    "admin" BOOLEAN NOT NULL DEFAULT false,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Membership_pkey" PRIMARY KEY ("organisationId","personId")
);

-- CreateTable
CREATE TABLE "Rulebook" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "validFrom" DATE NOT NULL,
    "rules" JSONB NOT NULL,

    CONSTRAINT "Rulebook_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Contract" (
    "id" UUID NOT NULL,
    "reference" TEXT NOT NULL,
    "organisationId" UUID NOT NULL,
    "rulebookId" TEXT,
    "timeZone" TEXT NOT NULL,
    "holidayRegion" TEXT NOT NULL,
    "termStart" TIMESTAMPTZ(3) NOT NULL,
    "termEnd" TIMESTAMPTZ(3) NOT NULL,
    "approvers" INTEGER,
    "leadTimeValue" INTEGER,
    "leadTimeUnit" "LeadTimeUnit",
    "upscaleDaysPerYear" INTEGER,
    "publicStatus" BOOLEAN NOT NULL DEFAULT false,
    "productOwnerName" TEXT NOT NULL,
    "productOwnerEmail" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Contract_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ContractYear" (
    "contractId" UUID NOT NULL,
    "yearStart" TIMESTAMPTZ(3) NOT NULL,
    "openingUsedDays" INTEGER NOT NULL,

    CONSTRAINT "ContractYear_pkey" PRIMARY KEY ("contractId","yearStart")
);

-- CreateTable
CREATE TABLE "Variation" (
    "id" UUID NOT NULL,
    "contractId" UUID NOT NULL,
    "kind" "EnvironmentKind" NOT NULL,
    "validFrom" TIMESTAMPTZ(3) NOT NULL,
    "validTo" TIMESTAMPTZ(3),
    "change" JSONB NOT NULL,
    "reason" TEXT NOT NULL,

    CONSTRAINT "Variation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "PartnerGrant" (
    "contractId" UUID NOT NULL,
    "organisationId" UUID NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "PartnerGrant_pkey" PRIMARY KEY ("contractId","organisationId")
);

-- CreateTable
CREATE TABLE "ManagerAssignment" (
    "contractId" UUID NOT NULL,
    "personId" UUID NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "ManagerAssignment_pkey" PRIMARY KEY ("contractId","personId")
);

-- CreateTable
CREATE TABLE "Holiday" (
    "region" TEXT NOT NULL,
    "date" DATE NOT NULL,
    "name" TEXT NOT NULL,

    CONSTRAINT "Holiday_pkey" PRIMARY KEY ("region","date")
);

-- CreateTable
CREATE TABLE "InstanceClass" (
    "name" TEXT NOT NULL,
    "service" TEXT NOT NULL,
    "rank" INTEGER NOT NULL,
    "vcpu" DOUBLE PRECISION NOT NULL,
    "sustainedShare" DOUBLE PRECISION,
    "memoryGiB" DOUBLE PRECISION NOT NULL,

    CONSTRAINT "InstanceClass_pkey" PRIMARY KEY ("name")
);

-- CreateTable
CREATE TABLE "TaskSize" (
    "cpu" INTEGER NOT NULL,
    "memory" INTEGER NOT NULL,

    CONSTRAINT "TaskSize_pkey" PRIMARY KEY ("cpu","memory")
);

-- CreateTable
CREATE TABLE "Environment" (
    "id" UUID NOT NULL,
    "contractId" UUID NOT NULL,
    "slug" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "kind" "EnvironmentKind" NOT NULL,
    "region" TEXT NOT NULL,
    "position" INTEGER NOT NULL DEFAULT 0,
    "live" BOOLEAN NOT NULL DEFAULT true,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Environment_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Freeze" (
    "id" UUID NOT NULL,
    "environmentId" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "startsAt" TIMESTAMPTZ(3) NOT NULL,
    "endsAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Freeze_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Service" (
    "id" UUID NOT NULL,
    "environmentId" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "shape" "CapacityShape" NOT NULL,
    "baseline" JSONB NOT NULL,
    "current" JSONB NOT NULL,
    "ceiling" JSONB NOT NULL,

    CONSTRAINT "Service_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ReferenceCounter" (
    "year" INTEGER NOT NULL,
    "last" INTEGER NOT NULL,

    CONSTRAINT "ReferenceCounter_pkey" PRIMARY KEY ("year")
);

-- CreateTable
CREATE TABLE "UpscaleRequest" (
    "id" UUID NOT NULL,
    "reference" TEXT NOT NULL,
    "contractId" UUID NOT NULL,
    "environmentId" UUID NOT NULL,
    "requestedById" UUID NOT NULL,
    "submissionId" UUID,
    "state" "RequestState" NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "contentHash" TEXT,
    "rulebookId" TEXT NOT NULL,
    "variationIds" UUID[],
    "content" JSONB NOT NULL,
    "windowStart" TIMESTAMPTZ(3),
    "windowEnd" TIMESTAMPTZ(3),
    "timeZone" TEXT,
    "prescaleMinutes" INTEGER NOT NULL DEFAULT 0,
    "emergency" BOOLEAN NOT NULL DEFAULT false,
    "upscaleDays" INTEGER NOT NULL DEFAULT 0,
    "returnGraceMinutes" INTEGER NOT NULL DEFAULT 30,
    "missed" BOOLEAN NOT NULL DEFAULT false,
    "failedDuring" "RequestState",
    "extendsId" UUID,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "submittedAt" TIMESTAMPTZ(3),
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "UpscaleRequest_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "RequestLine" (
    "requestId" UUID NOT NULL,
    "environmentId" UUID NOT NULL,
    "serviceId" UUID NOT NULL,
    "service" TEXT NOT NULL,
    "current" JSONB NOT NULL,
    "requested" JSONB NOT NULL,
    "granted" JSONB,
    "observed" JSONB,
    "observedAt" TIMESTAMPTZ(3),

    CONSTRAINT "RequestLine_pkey" PRIMARY KEY ("requestId","serviceId")
);

-- CreateTable
CREATE TABLE "RequestVersion" (
    "requestId" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "content" JSONB NOT NULL,
    "contentHash" TEXT,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "RequestVersion_pkey" PRIMARY KEY ("requestId","version")
);

-- CreateTable
CREATE TABLE "WindowClaim" (
    "requestId" UUID NOT NULL,
    "environmentId" UUID NOT NULL,
    "serviceId" UUID NOT NULL,
    "startsAt" TIMESTAMPTZ(3) NOT NULL,
    "endsAt" TIMESTAMPTZ(3),

    CONSTRAINT "WindowClaim_pkey" PRIMARY KEY ("requestId","serviceId")
);

-- CreateTable
CREATE TABLE "Approval" (
    "id" UUID NOT NULL,
    "requestId" UUID NOT NULL,
    "requestedById" UUID NOT NULL,
    "personId" UUID NOT NULL,
    "contentHash" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "voidedAt" TIMESTAMPTZ(3),

    CONSTRAINT "Approval_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Offer" (
    "requestId" UUID NOT NULL,
    "requestedById" UUID NOT NULL,
    "personId" UUID NOT NULL,
    "content" JSONB NOT NULL,
    "contentHash" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Offer_pkey" PRIMARY KEY ("requestId")
);

-- CreateTable
CREATE TABLE "RequestEvent" (
    "requestId" UUID NOT NULL,
    "seq" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "move" TEXT NOT NULL,
    "from" "RequestState",
    "to" "RequestState" NOT NULL,
    "personId" UUID,
    "standing" "Standing",
    "note" TEXT,

    CONSTRAINT "RequestEvent_pkey" PRIMARY KEY ("requestId","seq")
);

-- CreateTable
CREATE TABLE "AuditEntry" (
    "n" BIGINT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "who" TEXT NOT NULL,
    "standing" TEXT,
    "what" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "before" JSONB,
    "after" JSONB,
    "verdict" JSONB,
    "previous" TEXT NOT NULL,
    "hash" TEXT NOT NULL,

    CONSTRAINT "AuditEntry_pkey" PRIMARY KEY ("n")
);

-- CreateTable
CREATE TABLE "AuditHead" (
    "id" INTEGER NOT NULL,
    "n" BIGINT NOT NULL,
    "hash" TEXT NOT NULL,

    CONSTRAINT "AuditHead_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Session" (
    "id" TEXT NOT NULL,
    "personId" UUID NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "lastSeenAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,
    "userAgent" TEXT NOT NULL,

    CONSTRAINT "Session_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ApiToken" (
    "id" UUID NOT NULL,
    "personId" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "hash" TEXT NOT NULL,
    "write" BOOLEAN NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "lastUsedAt" TIMESTAMPTZ(3),

    CONSTRAINT "ApiToken_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "IdempotencyKey" (
    "personId" UUID NOT NULL,
    "path" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "bodyHash" TEXT NOT NULL,
    "status" INTEGER,
    "body" JSONB,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "IdempotencyKey_pkey" PRIMARY KEY ("personId","path","key")
);

-- CreateTable
CREATE TABLE "SignInAttempt" (
    "id" BIGSERIAL NOT NULL,
    "account" TEXT NOT NULL,
    "address" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "SignInAttempt_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "LifecycleMove" (
    "from" "RequestState" NOT NULL,
    "to" "RequestState" NOT NULL,

    CONSTRAINT "LifecycleMove_pkey" PRIMARY KEY ("from","to")
);

-- CreateIndex
CREATE UNIQUE INDEX "Organisation_name_key" ON "Organisation"("name");

-- CreateIndex
CREATE UNIQUE INDEX "Person_email_key" ON "Person"("email");

-- CreateIndex
CREATE INDEX "Membership_personId_idx" ON "Membership"("personId");

-- CreateIndex
CREATE UNIQUE INDEX "Contract_reference_key" ON "Contract"("reference");

-- CreateIndex
CREATE INDEX "Contract_organisationId_idx" ON "Contract"("organisationId");

-- CreateIndex
CREATE INDEX "Variation_contractId_idx" ON "Variation"("contractId");

-- CreateIndex
CREATE INDEX "PartnerGrant_organisationId_idx" ON "PartnerGrant"("organisationId");

-- CreateIndex
CREATE INDEX "ManagerAssignment_personId_idx" ON "ManagerAssignment"("personId");

-- CreateIndex
CREATE UNIQUE INDEX "InstanceClass_service_rank_key" ON "InstanceClass"("service", "rank");

-- CreateIndex
CREATE UNIQUE INDEX "Environment_slug_key" ON "Environment"("slug");

-- CreateIndex
CREATE INDEX "Environment_contractId_idx" ON "Environment"("contractId");

-- CreateIndex
CREATE UNIQUE INDEX "Environment_id_contractId_key" ON "Environment"("id", "contractId");

-- CreateIndex
CREATE INDEX "Freeze_environmentId_endsAt_idx" ON "Freeze"("environmentId", "endsAt");

-- CreateIndex
CREATE UNIQUE INDEX "Service_environmentId_name_key" ON "Service"("environmentId", "name");

-- CreateIndex
CREATE UNIQUE INDEX "Service_id_environmentId_key" ON "Service"("id", "environmentId");

-- CreateIndex
CREATE UNIQUE INDEX "UpscaleRequest_reference_key" ON "UpscaleRequest"("reference");

-- CreateIndex
CREATE INDEX "UpscaleRequest_contractId_createdAt_id_idx" ON "UpscaleRequest"("contractId", "createdAt" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "UpscaleRequest_environmentId_createdAt_id_idx" ON "UpscaleRequest"("environmentId", "createdAt" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "UpscaleRequest_contractId_state_createdAt_id_idx" ON "UpscaleRequest"("contractId", "state", "createdAt" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "UpscaleRequest_environmentId_state_createdAt_id_idx" ON "UpscaleRequest"("environmentId", "state", "createdAt" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "UpscaleRequest_contractId_windowStart_idx" ON "UpscaleRequest"("contractId", "windowStart");

-- CreateIndex
CREATE INDEX "UpscaleRequest_state_windowStart_idx" ON "UpscaleRequest"("state", "windowStart");

-- CreateIndex
CREATE INDEX "UpscaleRequest_state_windowEnd_idx" ON "UpscaleRequest"("state", "windowEnd");

-- CreateIndex
CREATE UNIQUE INDEX "UpscaleRequest_requestedById_submissionId_key" ON "UpscaleRequest"("requestedById", "submissionId");

-- CreateIndex
CREATE UNIQUE INDEX "UpscaleRequest_id_environmentId_key" ON "UpscaleRequest"("id", "environmentId");

-- CreateIndex
CREATE UNIQUE INDEX "UpscaleRequest_id_contractId_key" ON "UpscaleRequest"("id", "contractId");

-- CreateIndex
CREATE UNIQUE INDEX "UpscaleRequest_id_requestedById_key" ON "UpscaleRequest"("id", "requestedById");

-- CreateIndex
CREATE INDEX "Approval_requestId_idx" ON "Approval"("requestId");

-- CreateIndex
CREATE UNIQUE INDEX "Offer_requestId_requestedById_key" ON "Offer"("requestId", "requestedById");

-- CreateIndex
CREATE INDEX "AuditEntry_subject_n_idx" ON "AuditEntry"("subject", "n");

-- CreateIndex
CREATE INDEX "Session_personId_idx" ON "Session"("personId");

-- CreateIndex
CREATE UNIQUE INDEX "ApiToken_hash_key" ON "ApiToken"("hash");

-- CreateIndex
CREATE INDEX "ApiToken_personId_idx" ON "ApiToken"("personId");

-- CreateIndex
CREATE INDEX "IdempotencyKey_createdAt_idx" ON "IdempotencyKey"("createdAt");

-- CreateIndex
CREATE INDEX "SignInAttempt_account_at_idx" ON "SignInAttempt"("account", "at");

-- CreateIndex
CREATE INDEX "SignInAttempt_address_at_idx" ON "SignInAttempt"("address", "at");

-- AddForeignKey
ALTER TABLE "Membership" ADD CONSTRAINT "Membership_organisationId_fkey" FOREIGN KEY ("organisationId") REFERENCES "Organisation"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Membership" ADD CONSTRAINT "Membership_personId_fkey" FOREIGN KEY ("personId") REFERENCES "Person"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Contract" ADD CONSTRAINT "Contract_organisationId_fkey" FOREIGN KEY ("organisationId") REFERENCES "Organisation"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Contract" ADD CONSTRAINT "Contract_rulebookId_fkey" FOREIGN KEY ("rulebookId") REFERENCES "Rulebook"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ContractYear" ADD CONSTRAINT "ContractYear_contractId_fkey" FOREIGN KEY ("contractId") REFERENCES "Contract"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Variation" ADD CONSTRAINT "Variation_contractId_fkey" FOREIGN KEY ("contractId") REFERENCES "Contract"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "PartnerGrant" ADD CONSTRAINT "PartnerGrant_contractId_fkey" FOREIGN KEY ("contractId") REFERENCES "Contract"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "PartnerGrant" ADD CONSTRAINT "PartnerGrant_organisationId_fkey" FOREIGN KEY ("organisationId") REFERENCES "Organisation"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ManagerAssignment" ADD CONSTRAINT "ManagerAssignment_contractId_fkey" FOREIGN KEY ("contractId") REFERENCES "Contract"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ManagerAssignment" ADD CONSTRAINT "ManagerAssignment_personId_fkey" FOREIGN KEY ("personId") REFERENCES "Person"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Environment" ADD CONSTRAINT "Environment_contractId_fkey" FOREIGN KEY ("contractId") REFERENCES "Contract"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Freeze" ADD CONSTRAINT "Freeze_environmentId_fkey" FOREIGN KEY ("environmentId") REFERENCES "Environment"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Service" ADD CONSTRAINT "Service_environmentId_fkey" FOREIGN KEY ("environmentId") REFERENCES "Environment"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "UpscaleRequest" ADD CONSTRAINT "UpscaleRequest_contractId_fkey" FOREIGN KEY ("contractId") REFERENCES "Contract"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "UpscaleRequest" ADD CONSTRAINT "UpscaleRequest_environmentId_contractId_fkey" FOREIGN KEY ("environmentId", "contractId") REFERENCES "Environment"("id", "contractId") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "UpscaleRequest" ADD CONSTRAINT "UpscaleRequest_requestedById_fkey" FOREIGN KEY ("requestedById") REFERENCES "Person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "UpscaleRequest" ADD CONSTRAINT "UpscaleRequest_extendsId_contractId_fkey" FOREIGN KEY ("extendsId", "contractId") REFERENCES "UpscaleRequest"("id", "contractId") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "RequestLine" ADD CONSTRAINT "RequestLine_requestId_environmentId_fkey" FOREIGN KEY ("requestId", "environmentId") REFERENCES "UpscaleRequest"("id", "environmentId") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "RequestLine" ADD CONSTRAINT "RequestLine_serviceId_environmentId_fkey" FOREIGN KEY ("serviceId", "environmentId") REFERENCES "Service"("id", "environmentId") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "RequestVersion" ADD CONSTRAINT "RequestVersion_requestId_fkey" FOREIGN KEY ("requestId") REFERENCES "UpscaleRequest"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "WindowClaim" ADD CONSTRAINT "WindowClaim_requestId_environmentId_fkey" FOREIGN KEY ("requestId", "environmentId") REFERENCES "UpscaleRequest"("id", "environmentId") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "WindowClaim" ADD CONSTRAINT "WindowClaim_serviceId_environmentId_fkey" FOREIGN KEY ("serviceId", "environmentId") REFERENCES "Service"("id", "environmentId") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Approval" ADD CONSTRAINT "Approval_requestId_requestedById_fkey" FOREIGN KEY ("requestId", "requestedById") REFERENCES "UpscaleRequest"("id", "requestedById") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Approval" ADD CONSTRAINT "Approval_personId_fkey" FOREIGN KEY ("personId") REFERENCES "Person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Offer" ADD CONSTRAINT "Offer_requestId_requestedById_fkey" FOREIGN KEY ("requestId", "requestedById") REFERENCES "UpscaleRequest"("id", "requestedById") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Offer" ADD CONSTRAINT "Offer_personId_fkey" FOREIGN KEY ("personId") REFERENCES "Person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "RequestEvent" ADD CONSTRAINT "RequestEvent_requestId_fkey" FOREIGN KEY ("requestId") REFERENCES "UpscaleRequest"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "RequestEvent" ADD CONSTRAINT "RequestEvent_personId_fkey" FOREIGN KEY ("personId") REFERENCES "Person"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Session" ADD CONSTRAINT "Session_personId_fkey" FOREIGN KEY ("personId") REFERENCES "Person"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ApiToken" ADD CONSTRAINT "ApiToken_personId_fkey" FOREIGN KEY ("personId") REFERENCES "Person"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "IdempotencyKey" ADD CONSTRAINT "IdempotencyKey_personId_fkey" FOREIGN KEY ("personId") REFERENCES "Person"("id") ON DELETE CASCADE ON UPDATE CASCADE;


