import { command as mutation } from "@ballast/schema/graphql";
import type { Client } from "../client/client.ts";
import { liveService } from "./live.ts";

const define = mutation("defineStatusPage", "statusPage { id }");

const groups = [{ name: "Buying" }, { name: "Your account" }];
const components = [
  { name: "Search and catalogue", service: "search", group: "Buying" },
  { name: "Checkout", service: liveService, group: "Buying" },
  { name: "Invoices and refunds", service: "billing", group: "Your account" },
  { name: "Signing in", service: "identity", group: "Your account" },
  { name: "Messages", service: "mail", group: "Your account" },
];

/** Lays out the page that the company's customers read. Safe to repeat. */
export async function layOutPage(client: Client): Promise<void> {
  const { statusPage } = await client.mutate(define, {
    idempotencyKey: "demo-status-page", slug: "public", name: "Shop status", about: "What works in the shop, and what does not.",
  });
  if (statusPage === null) throw new Error("the page was defined");
  await client.mutate(mutation("layOutStatusPage"), {
    idempotencyKey: "demo-status-layout", statusPageId: statusPage.id, groups, components,
  });
}
