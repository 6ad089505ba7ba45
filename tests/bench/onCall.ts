import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Stack } from "../harness/index.ts";

/** Somebody who is on call, and the server that takes what wakes them. */
export interface OnCall {
  /** How many pages have come there. */
  readonly pages: () => number;
  readonly stop: () => void;
}

/** Puts whoever is signed in on call for these services, reached by a push server on this machine that takes whatever comes. */
export async function someoneOnCall(stack: Stack, services: readonly string[]): Promise<OnCall> {
  let pages = 0;
  const server = createServer((request, response) => {
    pages += 1;
    request.resume().once("end", () => response.end("{}"));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const { me } = await stack.gql<{ me: { person: { id: string } } }>("{ me { person { id } } }");
  const personId = me.person.id;
  await stack.gql("mutation($input: SetContactsInput!) { setContacts(input: $input) { position } }", {
    input: { personId, pushUrl: `http://127.0.0.1:${port}/storm` },
  });
  const { createRotation } = await stack.gql<{ createRotation: { rotation: { id: string } } }>(
    "mutation($input: CreateRotationInput!) { createRotation(input: $input) { rotation { id } } }",
    { input: { name: "First line", timeZone: "UTC", handOver: { every: "day", at: "00:00" }, people: [personId] } },
  );
  for (const service of services)
    await stack.gql("mutation($input: AssignRotationInput!) { assignRotation(input: $input) { position } }", {
      input: { service, purpose: "responders", rotationId: createRotation.rotation.id },
    });
  return {
    pages: () => pages,
    stop: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
