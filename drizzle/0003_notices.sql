CREATE TABLE "notice_baseline" (
	"source" text PRIMARY KEY NOT NULL,
	"config_hash" text NOT NULL,
	"at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "notice_delivery" (
	"key" text PRIMARY KEY NOT NULL,
	"topic" text NOT NULL,
	"subscriber" text NOT NULL,
	"address" text NOT NULL,
	"state" text NOT NULL,
	"items" jsonb NOT NULL,
	"settled" jsonb NOT NULL,
	"outcome" text,
	"open" boolean DEFAULT true NOT NULL,
	"planned_at" timestamp with time zone NOT NULL,
	"due_at" timestamp with time zone NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"sending_at" timestamp with time zone,
	"sent_at" timestamp with time zone,
	"channel" text,
	"ts" text,
	"error_code" text,
	"told_in" text,
	"revision" integer DEFAULT 0 NOT NULL,
	"shown" integer DEFAULT 0 NOT NULL
);
--> statement-breakpoint
CREATE TABLE "notice_subscription" (
	"subscriber" text NOT NULL,
	"topic" text NOT NULL,
	"target" text NOT NULL,
	"schedule" jsonb,
	"muted_at" timestamp with time zone,
	"muted_by" text,
	CONSTRAINT "notice_subscription_subscriber_topic_target_pk" PRIMARY KEY("subscriber","topic","target")
);
--> statement-breakpoint
CREATE INDEX "notice_delivery_due" ON "notice_delivery" USING btree ("state","due_at");--> statement-breakpoint
CREATE INDEX "notice_delivery_subscriber" ON "notice_delivery" USING btree ("topic","subscriber");