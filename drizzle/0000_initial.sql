CREATE TABLE "audit" (
	"id" uuid PRIMARY KEY NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"actor" text NOT NULL,
	"action" text NOT NULL,
	"subject" text NOT NULL,
	"detail" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "catalog_change" (
	"seq" bigint PRIMARY KEY NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"source" text NOT NULL,
	"uid" uuid NOT NULL,
	"ref" text NOT NULL,
	"op" text NOT NULL,
	"field" text,
	"before" jsonb,
	"after" jsonb,
	"commit" text
);
--> statement-breakpoint
CREATE TABLE "descriptor" (
	"source" text NOT NULL,
	"path" text NOT NULL,
	"doc" integer NOT NULL,
	"ref" text NOT NULL,
	"uid" uuid NOT NULL,
	"entity" jsonb NOT NULL,
	"definition" text,
	"hash" text NOT NULL,
	"content_hash" text NOT NULL,
	"line" integer NOT NULL,
	"owner_line" integer,
	"holder" boolean NOT NULL,
	"broken" jsonb,
	"gone" text,
	"changed_at" timestamp with time zone NOT NULL,
	"changed_commit" text,
	CONSTRAINT "descriptor_source_path_doc_pk" PRIMARY KEY("source","path","doc")
);
--> statement-breakpoint
CREATE TABLE "miss" (
	"term" text NOT NULL,
	"day" text NOT NULL,
	"count" integer NOT NULL,
	CONSTRAINT "miss_term_day_pk" PRIMARY KEY("term","day")
);
--> statement-breakpoint
CREATE TABLE "person" (
	"team_id" text NOT NULL,
	"user_id" text NOT NULL,
	"kind" text NOT NULL,
	"email" text,
	"name" text,
	"timezone" text,
	"fetched_at" timestamp with time zone NOT NULL,
	CONSTRAINT "person_team_id_user_id_pk" PRIMARY KEY("team_id","user_id")
);
--> statement-breakpoint
CREATE TABLE "problem" (
	"source" text NOT NULL,
	"path" text NOT NULL,
	"ordinal" integer NOT NULL,
	"severity" text NOT NULL,
	"code" text NOT NULL,
	"message" text NOT NULL,
	"fix" text NOT NULL,
	"line" integer NOT NULL,
	"ref" text,
	"first_seen_at" timestamp with time zone NOT NULL,
	CONSTRAINT "problem_source_path_ordinal_pk" PRIMARY KEY("source","path","ordinal")
);
--> statement-breakpoint
CREATE TABLE "source" (
	"name" text PRIMARY KEY NOT NULL,
	"type" text NOT NULL,
	"position" integer NOT NULL,
	"authority" boolean DEFAULT false NOT NULL,
	"visible_to" jsonb NOT NULL,
	"every_ms" integer NOT NULL,
	"web_url" text,
	"config_hash" text NOT NULL,
	"head" text,
	"branch" text,
	"version" bigint DEFAULT 0 NOT NULL,
	"seen_at" timestamp with time zone,
	"synced_at" timestamp with time zone,
	"ok" boolean DEFAULT false NOT NULL,
	"error_code" text,
	"error_message" text,
	"held" jsonb
);
--> statement-breakpoint
CREATE TABLE "source_file" (
	"source" text NOT NULL,
	"path" text NOT NULL,
	"blob" text NOT NULL,
	"depth" integer NOT NULL,
	"includes" jsonb NOT NULL,
	"targets" jsonb NOT NULL,
	"ignored" jsonb NOT NULL,
	CONSTRAINT "source_file_source_path_pk" PRIMARY KEY("source","path")
);
--> statement-breakpoint
CREATE TABLE "tombstone" (
	"ref" text PRIMARY KEY NOT NULL,
	"uid" uuid NOT NULL,
	"kind" text NOT NULL,
	"name" text NOT NULL,
	"title" text,
	"owner_ref" text,
	"source" text NOT NULL,
	"path" text NOT NULL,
	"content_hash" text NOT NULL,
	"removed_at" timestamp with time zone NOT NULL,
	"from_commit" text,
	"to_commit" text,
	"commit" text,
	"author" text,
	"searched" boolean DEFAULT false NOT NULL
);
--> statement-breakpoint
CREATE INDEX "audit_at" ON "audit" USING btree ("at");--> statement-breakpoint
CREATE INDEX "catalog_change_uid" ON "catalog_change" USING btree ("uid","seq");--> statement-breakpoint
CREATE INDEX "catalog_change_at" ON "catalog_change" USING btree ("at");--> statement-breakpoint
CREATE INDEX "descriptor_ref" ON "descriptor" USING btree ("ref");--> statement-breakpoint
CREATE UNIQUE INDEX "descriptor_holder" ON "descriptor" USING btree ("ref") WHERE "descriptor"."holder";--> statement-breakpoint
CREATE INDEX "problem_ref" ON "problem" USING btree ("ref");