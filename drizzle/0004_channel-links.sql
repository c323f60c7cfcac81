CREATE TABLE "channel_link" (
	"channel" text PRIMARY KEY NOT NULL,
	"uid" uuid NOT NULL,
	"ref" text NOT NULL,
	"linked_by" text NOT NULL,
	"linked_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "kept_version" (
	"name" text PRIMARY KEY NOT NULL,
	"version" bigint NOT NULL
);
