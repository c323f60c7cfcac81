ALTER TABLE "source" ADD COLUMN "parent" text;--> statement-breakpoint
ALTER TABLE "source" ADD COLUMN "origin" jsonb;--> statement-breakpoint
ALTER TABLE "source" ADD COLUMN "orphaned_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "source" ADD COLUMN "children_version" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "source_file" ADD COLUMN "elsewhere" jsonb DEFAULT '[]'::jsonb NOT NULL;