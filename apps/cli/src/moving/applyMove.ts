import { isDeepStrictEqual } from "node:util";
import { command as mutation, graphql, type ResultOf } from "@ballast/schema/graphql";
import { firstRules } from "@ballast/domain/targeting";
import type { FlagCustomer } from "@ballast/flags";
import type { Client } from "../client/client.ts";
import { CommandFailure } from "../client/failure.ts";
import { createProgressBar } from "../print/progressBar.ts";
import type { Moved, MovedFlag, MovedSegment } from "./moved.ts";

/** Where flags are moved to. */
export interface Destination {
  readonly environment: string;
  readonly services: readonly string[];
  /** Keys of flags (and segments) that are there with other contents and are set anew. */
  readonly replace: ReadonlySet<string>;
}

/** How a flag of the file stands to what is there. */
export type Standing = "new" | "unfinished" | "same" | "differs" | "archived";

const flagDocument = graphql(`
  query FlagToMove($key: String!, $environment: String!) {
    flag(key: $key) {
      details { archived kind valueType offVariant seed bucketBy variants { name value } }
      targeting(environment: $environment) { rules overrides { customer variant } kills { killId } revision }
    }
  }
`);
type There = NonNullable<ResultOf<typeof flagDocument>["flag"]>;

const customersDocument = graphql(`
  query KnownCustomers($after: String) {
    customers(first: 500, after: $after) { pageInfo { hasNextPage endCursor } edges { node { id: externalId plan region attributes } } }
  }
`);

const segmentsDocument = graphql(`query SegmentsToMove { segments { slug members } }`);

/** What is known of all customers that Ballast knows. */
export async function knownCustomers(client: Client): Promise<readonly FlagCustomer[]> {
  const found: FlagCustomer[] = [];
  for (let after: string | null = null; ; ) {
    const { customers }: ResultOf<typeof customersDocument> = await client.query(customersDocument, { after });
    found.push(...customers.edges.map(({ node }) => node));
    after = customers.pageInfo.endCursor;
    if (!customers.pageInfo.hasNextPage || after === null) return found.toSorted((one, other) => (one.id < other.id ? -1 : 1));
  }
}

/** How every flag of the file stands to what is there. */
export async function standingsOf(client: Client, { flags }: Moved, { environment }: Destination): Promise<ReadonlyMap<string, Standing>> {
  const found = new Map<string, Standing>();
  for (const flag of flags) {
    const answer = await client.query(flagDocument, { key: flag.key, environment });
    found.set(flag.key, answer.flag === null ? "new" : standingOf(flag, answer.flag));
  }
  return found;
}

/** Names of an answer in the file's order: what is compared is content. */
function standingOf(flag: MovedFlag, { details, targeting }: There): Standing {
  // One of another system has that name.
  if (details === null) return "differs";
  if (details.archived !== null) return "archived";
  const { kind, valueType, offVariant, seed, bucketBy, variants } = details;
  if (!isDeepStrictEqual(plain({ valueType, offVariant, seed, bucketBy, variants, kind }), plain(definitionOf(flag)))) return "differs";
  if (targeting === null) return "unfinished";
  const { rules, overrides, kills } = targeting;
  if (
    isDeepStrictEqual(plain(rules), plain(flag.rules))
    && isDeepStrictEqual(named(overrides), named(flag.overrides))
    && kills.length > 0 === flag.off
  )
    return "same";
  // As it is registered, or as an import left it that was cut off: nobody has turned it since.
  const untouched = isDeepStrictEqual(plain(rules), plain(firstRules(flag))) || isDeepStrictEqual(plain(rules), plain(flag.rules));
  return untouched
    && overrides.every((one) => flag.overrides.some((other) => other.customer === one.customer && other.variant === one.variant))
    ? "unfinished"
    : "differs";
}

const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));
const named = (overrides: readonly { readonly customer: string; readonly variant: string }[]) =>
  overrides.map(({ customer, variant }) => `${customer}\n${variant}`).toSorted();
const definitionOf = ({ kind, valueType, offVariant, seed, bucketBy, variants }: MovedFlag) => ({
  kind, valueType, offVariant, seed, bucketBy, variants,
});

/** Segments that are there with other members, and were not named to be set anew. */
export async function differingSegments(client: Client, { segments }: Moved, { replace }: Destination): Promise<readonly string[]> {
  const there = await client.query(segmentsDocument);
  const known = new Map(there.segments.map(({ slug, members }) => [slug, members]));
  return segments.flatMap(({ key, members }) =>
    known.has(key) && !isDeepStrictEqual(plain(known.get(key)), plain(members)) && !replace.has(key) ? [key] : [],
  );
}

const reason = "moved here from another product";

async function defineSegment(client: Client, { key, name, description, members }: MovedSegment): Promise<void> {
  await client.mutate(mutation("defineSegment"), { key, name, description, members, reason });
}

async function register(client: Client, flag: MovedFlag, { environment, services }: Destination): Promise<void> {
  const { key, description, metadata } = flag;
  const about = { key, description, metadata, environments: [environment], services };
  await client.mutate(mutation("registerFlag"), { ...definitionOf(flag), ...about });
}

/** Off flags are killed before their rules come in: nobody sees one on in between. */
async function turn(client: Client, flag: MovedFlag, environment: string): Promise<void> {
  const { key, off, rules, overrides } = flag;
  const place = { flag: key, environment };
  const found = await client.query(flagDocument, { key, environment });
  const there = found.flag?.targeting ?? null;
  // Of a flag that is elsewhere so far: it is opened here as flags begin, off for everyone, since a kill opens nothing.
  if (there === null) await client.mutate(mutation("setFlagRules"), { ...place, rules: firstRules(flag), reason, rebucket: key });
  if (off && (there?.kills.length ?? 0) === 0)
    await client.mutate(mutation("killFlag"), { ...place, reason: `${reason}, where it is off` });
  if (!isDeepStrictEqual(plain(there?.rules ?? null), plain(rules)))
    await client.mutate(mutation("setFlagRules"), { ...place, rules, reason, rebucket: key });
  const known = new Map((there?.overrides ?? []).map((one) => [one.customer, one.variant]));
  for (const { customer, variant } of overrides) {
    if (known.get(customer) !== variant) await client.mutate(mutation("setOverride"), { ...place, customer, variant, reason });
  }
  for (const customer of known.keys()) {
    if (!overrides.some((one) => one.customer === customer))
      await client.mutate(mutation("clearOverride"), { ...place, customer, reason });
  }
}

/** What became of an import. */
export interface Applied {
  readonly made: readonly string[];
  readonly unchanged: readonly string[];
  readonly failed: readonly { readonly key: string; readonly code: string; readonly message: string }[];
}

/**
 * Makes what the report said: groups, then all flags, off for everyone, then their rules, so that a flag finds those it
 * needs. What was made stays where one fails; the same command goes on from there.
 */
export async function applyMove(
  client: Client,
  { segments, flags }: Moved,
  destination: Destination & { readonly standings: ReadonlyMap<string, Standing> },
): Promise<Applied> {
  const bar = createProgressBar("flags");
  const todo = flags.filter(({ key }) => destination.standings.get(key) !== "same");
  const failed: { key: string; code: string; message: string }[] = [];
  const made: string[] = [];
  const trying = async (key: string, work: () => Promise<void>): Promise<boolean> => {
    try {
      await work();
      return true;
    } catch (error) {
      if (
        !(error instanceof CommandFailure)
        || error.code === "UNREACHABLE"
        || error.code === "NOT_ALLOWED"
        || error.code === "NOT_SIGNED_IN"
      )
        throw error;
      failed.push({ key, code: error.code, message: error.message });
      return false;
    }
  };
  try {
    for (const segment of segments) await trying(segment.key, () => defineSegment(client, segment));
    for (const flag of todo)
      if (destination.standings.get(flag.key) === "new") await trying(flag.key, () => register(client, flag, destination));
    for (const [at, flag] of todo.entries()) {
      bar.update(at, todo.length);
      if (!failed.some(({ key }) => key === flag.key) && (await trying(flag.key, () => turn(client, flag, destination.environment))))
        made.push(flag.key);
    }
  } finally {
    bar.clear();
  }
  return { made, failed, unchanged: flags.filter(({ key }) => destination.standings.get(key) === "same").map(({ key }) => key) };
}
