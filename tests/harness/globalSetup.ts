import { createServer } from "node:http";
import type { TestProject } from "vitest/node";
import type { Stack } from "./stack.ts";
import { startStack } from "./stack.ts";

/**
 * Each test file runs in a process of its own, but a stack is dear: this one, in the process of the whole run, starts
 * it at the first request, answers with its data folder, and stops it at the end.
 */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  let stack: Promise<Stack> | undefined;
  const server = createServer((_, response) => {
    // Pages escalate after seconds here, not after five minutes.
    stack ??= startStack({ env: { BALLAST_ESCALATE_AFTER_MS: "3000" } });
    stack.then(
      ({ data }) => response.end(data),
      (error: unknown) => response.writeHead(500).end(error instanceof Error ? error.message : String(error)),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (typeof address !== "object" || address === null) throw new Error("The server for the shared stack has no address.");
  project.provide("sharedStackAddress", `http://127.0.0.1:${String(address.port)}/`);
  return async () => {
    server.close();
    const [outcome] = await Promise.allSettled([stack]);
    if (outcome.status === "fulfilled") await outcome.value?.stop();
  };
}
