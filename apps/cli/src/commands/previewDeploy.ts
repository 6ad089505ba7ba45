import type { Session } from "./session.ts";

interface DeployPreview {
  readonly allowed: boolean;
  readonly refusal: string | null;
  readonly commits: readonly { readonly sha: string }[];
  readonly warnings: readonly string[];
}

/** What a deploy would do, before it does; null where nothing was ever deployed there. */
export async function previewDeploy(
  { client }: Pick<Session, "client">,
  { service, environment, version }: { service: string; environment: string; version: string },
): Promise<DeployPreview | null> {
  const { lane } = await client.query<{ lane: { deployPreview: DeployPreview } | null }>(
    "query($service: String!, $environment: String!, $version: String!) { lane(service: $service, environment: $environment) { deployPreview(version: $version) { allowed refusal commits { sha } warnings } } }",
    { service, environment, version });
  return lane?.deployPreview ?? null;
}
