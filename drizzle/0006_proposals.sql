CREATE TABLE "proposal" (
	"url" text PRIMARY KEY NOT NULL,
	"ref" text NOT NULL,
	"field" text NOT NULL,
	"source" text NOT NULL,
	"repository" text NOT NULL,
	"number" integer NOT NULL,
	"state" text DEFAULT 'open' NOT NULL,
	"by" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"checked_at" timestamp with time zone,
	"etag" text
);
--> statement-breakpoint
CREATE INDEX "proposal_open" ON "proposal" USING btree ("state","source");