import { own } from "@ballast/schema";
import { createHmac, timingSafeEqual } from "node:crypto";
import { z } from "zod";

/** Checks GitHub's `X-Hub-Signature-256` over the raw body. */
export function isSignedByGitHub(body: Buffer, { signature, secret }: { signature: string | undefined; secret: string }): boolean {
  if (signature === undefined) return false;
  const expected = Buffer.from(`sha256=${createHmac("sha256", secret).update(body).digest("hex")}`);
  const given = Buffer.from(signature);
  return expected.length === given.length && timingSafeEqual(expected, given);
}

const repository = z.looseObject({ full_name: z.string(), html_url: z.string().optional() });
const instant = z.iso.datetime({ offset: true });

/** `release`: published ones become releases of the integration's service. */
export const releasePayload = z.looseObject({
  action: z.string(),
  release: z.looseObject({
    id: z.number(), tag_name: z.string().min(1), name: z.string().nullish(), body: z.string().nullish(), draft: z.boolean(),
    published_at: instant.nullish(), created_at: instant, html_url: z.string(), target_commitish: z.string().nullish(),
    author: z.looseObject({ login: z.string() }).nullish(),
  }),
  repository,
});

const deployment = z.looseObject({
  id: z.number(), sha: z.string(), ref: z.string(), environment: z.string(), description: z.string().nullish(),
  created_at: instant, url: z.string(), creator: z.looseObject({ login: z.string() }).nullish(),
  production_environment: z.boolean().nullish(), transient_environment: z.boolean().nullish(),
});
export const deploymentPayload = z.looseObject({ action: z.string().optional(), deployment, repository });
export const deploymentStatusPayload = z.looseObject({
  action: z.string().optional(),
  deployment_status: z.looseObject({
    id: z.number(), state: z.string(), description: z.string().nullish(), target_url: z.string().nullish(), created_at: instant,
    environment: z.string().nullish(), creator: z.looseObject({ login: z.string() }).nullish(),
  }),
  deployment,
  repository,
});

/** State of an observed deploy. */
export type ObservedState = "pending" | "running" | "succeeded" | "failed" | "inactive";

const states: Readonly<Record<string, ObservedState>> = {
  pending: "pending", queued: "pending", waiting: "pending", in_progress: "running", success: "succeeded", failure: "failed",
  error: "failed", inactive: "inactive",
};

/** GitHub's deployment state in Ballast's terms; a word GitHub may add later counts as running. */
export const observedState = (state: string): ObservedState => own(states, state) ?? "running";

/** An environment's name as a slug: `Production (EU)` → `production-eu`. */
export const environmentSlug = (name: string): string =>
  name.toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-+|-+$/g, "").slice(0, 63) || "unnamed";
