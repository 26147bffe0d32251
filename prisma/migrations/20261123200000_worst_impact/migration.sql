-- A resolved incident is remembered by the worst it was.
ALTER TABLE "Notice" ADD COLUMN "worst" "Level";
UPDATE "Notice" SET "worst" = "impact";
ALTER TABLE "Notice" ALTER COLUMN "worst" SET NOT NULL,
  ADD CONSTRAINT notice_worst CHECK (worst NOT IN ('UNKNOWN', 'MAINTENANCE'));

-- Notices are found by what they affect; nothing reads this one.
DROP INDEX "Notice_publishedAt_startsAt_idx";
