import { command as mutation, graphql } from "@ballast/schema/graphql";
import type { Client } from "../client/client.ts";
import { CommandFailure } from "../client/failure.ts";

/** The slug of a service that somebody names: "GitHub Status" is `github-status`. */
export function slugOf(name: string): string {
  const plain = name.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  return plain.replace(/[^a-z0-9]+/g, "-").replace(/^-+|-+$/g, "").slice(0, 63).replace(/-+$/, "");
}

const serviceDocument = graphql(`query ServiceThere($slug: String!) { service(slug: $slug) { slug } }`);

const exists = async (client: Client, slug: string): Promise<boolean> => (await client.query(serviceDocument, { slug })).service !== null;

/**
 * Makes sure that a service is there before anything is sent to it; registers it where that is asked for.
 * @throws {CommandFailure} NOT_FOUND, which names the command that registers it
 */
export async function requireService(
  client: Client,
  { service, register, dryRun }: { service: string; register: boolean; dryRun: boolean },
): Promise<void> {
  const slug = slugOf(service);
  if (slug === "") throw new CommandFailure({ code: "INVALID_INPUT", message: `"${service}" is no name for a service.` });
  if (await exists(client, slug)) return;
  // A dry run registers nothing; what it looks at may belong to a service that a real one would register.
  if (register && dryRun) return;
  if (register) {
    await client.mutate(mutation("registerService"), { slug, name: service, description: "" });
    return;
  }
  const remedy = `Register it with \`ballast service register ${slug} --name ${JSON.stringify(service)}\`, or add --register.`;
  throw new CommandFailure({ code: "NOT_FOUND", message: `There is no service ${slug}.`, remedy });
}
