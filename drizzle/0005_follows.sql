CREATE TABLE "notice_position" (
	"topic" text PRIMARY KEY NOT NULL,
	"seq" bigint NOT NULL
);
--> statement-breakpoint
ALTER TABLE "notice_subscription" ADD COLUMN "ref" text;--> statement-breakpoint
ALTER TABLE "notice_subscription" ADD COLUMN "made_by" text;--> statement-breakpoint
ALTER TABLE "notice_subscription" ADD COLUMN "made_at" timestamp with time zone;