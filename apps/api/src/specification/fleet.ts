import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** What one release did, as the fleet's control API says it. */
export interface SpecNumbers {
  readonly requests: number;
  readonly errors: number;
  readonly p95Ms: number;
  readonly customers: number;
  readonly perSecond: readonly { readonly at: string; readonly requests: number; readonly errors: number; readonly p95Ms: number }[];
}

/** A fleet that only answers for windows. */
export interface SpecFleet {
  readonly address: string;
  /** Paths that were asked for. */
  readonly asked: readonly string[];
  /** What it answers from now on; a number is an HTTP status without numbers, text is answered as it is. */
  answer(releases: Readonly<Record<string, SpecNumbers>> | number | string): void;
  close(): Promise<void>;
}

/** Starts one. `close` it. */
export async function specFleet(): Promise<SpecFleet> {
  const asked: string[] = [];
  let current: Readonly<Record<string, SpecNumbers>> | number | string = {};
  const server = createServer((request, response) => {
    asked.push(request.url ?? "");
    response.statusCode = typeof current === "number" ? current : 200;
    response.end(
      typeof current === "string" ? current : JSON.stringify(typeof current === "number" ? { code: "INTERNAL" } : { releases: current }),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    answer: (releases) => (current = releases),
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
