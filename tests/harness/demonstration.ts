import type { DeployPlan } from "@ballast/schema";
import { startStack, type Stack } from "./stack.ts";
import { until } from "./until.ts";

const place = { service: "checkout", environment: "production" };

/**
 * A stack with the demonstration's data, all of it there. Its checkout bakes as delivered and soaks for a second: what a
 * soak finds is told elsewhere.
 */
export async function startDemonstration(): Promise<Stack> {
  const stack = await startStack({ demo: true });
  // The link is printed once the demonstration is there.
  await until(() => stack.output().includes("Sign in"));
  const { service } = await stack.gql<{ service: { environments: readonly { name: string; plan: DeployPlan }[] } }>(
    `{ service(slug: "${place.service}") { environments { name plan } } }`,
  );
  const plan = service.environments.find(({ name }) => name === place.environment)?.plan;
  await stack.gql("mutation ($input: SetDeployPlanInput!) { setDeployPlan(input: $input) { position } }", {
    input: { ...place, plan: { ...plan, soakMs: 1_000 } },
  });
  return stack;
}
