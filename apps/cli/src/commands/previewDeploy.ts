import { graphql, type ResultOf } from "@ballast/schema/graphql";
import type { Session } from "./session.ts";

const previewDocument = graphql(`
  query PreviewDeploy($service: String!, $environment: String!, $version: String!) {
    lane(service: $service, environment: $environment) { deployPreview(version: $version) { allowed refusal overridable commits { sha } warnings } }
  }
`);
type DeployPreview = NonNullable<ResultOf<typeof previewDocument>["lane"]>["deployPreview"];

/** What a deploy would do, before it does; null where nothing was ever deployed there. */
export async function previewDeploy(
  { client }: Pick<Session, "client">,
  { service, environment, version }: { service: string; environment: string; version: string },
): Promise<DeployPreview | null> {
  const { lane } = await client.query(previewDocument, { service, environment, version });
  return lane?.deployPreview ?? null;
}
