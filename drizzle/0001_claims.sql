CREATE TABLE "claimed_request" (
	"key" text PRIMARY KEY NOT NULL,
	"at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE INDEX "claimed_request_at" ON "claimed_request" USING btree ("at");