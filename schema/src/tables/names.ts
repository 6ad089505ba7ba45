import { graphql } from "../graphql/document.ts";
import { RowRefusal, type TableClient } from "./table.ts";

export const tablePeople = graphql(`
  query TablePeople($after: String) {
    me { person { id } } people(first: 500, after: $after) { pageInfo { hasNextPage endCursor } edges { node { id login name } } }
  }
`);
export const tableServices = graphql(`
  query TableServices($after: String) {
    services(first: 500, after: $after) { pageInfo { hasNextPage endCursor } edges { node { slug } } }
  }
`);

const shownNames = 20;
const thereAre = (names: readonly string[]): string | undefined =>
  names.length === 0 ? undefined : `There are: ${names.slice(0, shownNames).join(", ")}${names.length > shownNames ? " and more" : ""}.`;

/** Every node of a connection, slice by slice. */
export async function everyNode<Node>(
  slice: (after: string | null) => Promise<{
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
    readonly edges: readonly { readonly node: Node }[];
  }>,
): Promise<readonly Node[]> {
  const all: Node[] = [];
  for (let after: string | null = null; ;) {
    const { edges, pageInfo } = await slice(after);
    all.push(...edges.map(({ node }) => node));
    if (!pageInfo.hasNextPage) return all;
    after = pageInfo.endCursor;
  }
}

/** Who is here, asked once: a person's id by login, name, id, the beginning of one name, or "me". */
export async function peopleBy(client: TableClient, column: string): Promise<(given: string) => string> {
  let me: string | undefined;
  const people = await everyNode(async (after) => {
    const { people: slice, me: asking } = await client.query(tablePeople, { after });
    me = asking?.person?.id;
    return slice;
  });
  // A login is one person's own: whoever is called as another signs in is not found by it.
  const ids = new Map([
    ...people.map(({ id, name }) => [name.toLowerCase(), id] as const),
    ...people.map(({ id, login }) => [login.toLowerCase(), id] as const),
    ...people.map(({ id }) => [id, id] as const),
  ]);
  const byLogin = new Set(people.map(({ login }) => login.toLowerCase()));
  const byName = Map.groupBy(people, ({ name }) => name.toLowerCase());
  const called = (given: string): string => {
    const wanted = given.toLowerCase();
    if (wanted === "me" && me !== undefined) return me;
    const logins = byLogin.has(wanted) ? [] : (byName.get(wanted) ?? []).map(({ login }) => login);
    if (logins.length > 1)
      throw new RowRefusal({ column, reason: `several people are called ${given}`, remedy: `Use a login: ${logins.join(", ")}.` });
    const exact = ids.get(wanted) ?? ids.get(given);
    const begins = exact === undefined ? people.filter(({ name }) => name.toLowerCase().startsWith(wanted)) : [];
    const found = exact ?? (begins.length === 1 ? begins[0]?.id : undefined);
    if (found !== undefined) return found;
    throw new RowRefusal({ column, reason: `there is no person ${given}`, remedy: thereAre(people.map(({ login }) => login)) });
  };
  // A long file names the same few over and over, those who are not here too.
  const known = new Map<string, string | RowRefusal>();
  return (given) => {
    const found = known.get(given) ?? saidBy(called, given);
    known.set(given, found);
    if (typeof found === "string") return found;
    throw found;
  };
}

function saidBy(called: (given: string) => string, given: string): string | RowRefusal {
  try {
    return called(given);
  } catch (error) {
    if (error instanceof RowRefusal) return error;
    throw error;
  }
}

/** Which services are here. */
export interface KnownServices {
  readonly has: (slug: string) => boolean;
  readonly names: readonly string[];
}

/** Which services are here, asked once. */
export async function servicesOf(client: TableClient): Promise<KnownServices> {
  const all = await everyNode(async (after) => (await client.query(tableServices, { after })).services);
  const slugs = new Set(all.map(({ slug }) => slug));
  return { has: (slug) => slugs.has(slug), names: [...slugs] };
}

/** Refuses a service that is not registered. @throws {RowRefusal} */
export function refuseStrangeServices(
  services: readonly string[], { has, names }: KnownServices, column: string,
): void {
  for (const slug of services) {
    if (has(slug)) continue;
    throw new RowRefusal({ column, reason: `there is no service ${slug}`, remedy: thereAre(names) ?? "Register it first." });
  }
}

/**
 * A name for what is asked, the same for the same content and no secret: a file that is imported again while the answer to the first time
 * is on its way makes nothing twice.
 */
export function keyOf(kind: string, content: object): string {
  const text = JSON.stringify(content);
  const hash = (seed: number): string => {
    // cyrb53: two multiplicative hashes of 32 bits, mixed.
    let [one, two] = [0xdeadbeef ^ seed, 0x41c6ce57 ^ seed];
    for (let at = 0; at < text.length; at += 1) {
      const code = text.charCodeAt(at);
      one = Math.imul(one ^ code, 2654435761);
      two = Math.imul(two ^ code, 1597334677);
    }
    one = Math.imul(one ^ (one >>> 16), 2246822507) ^ Math.imul(two ^ (two >>> 13), 3266489909);
    two = Math.imul(two ^ (two >>> 16), 2246822507) ^ Math.imul(one ^ (one >>> 13), 3266489909);
    return `${(two >>> 0).toString(16).padStart(8, "0")}${(one >>> 0).toString(16).padStart(8, "0")}`;
  };
  return `import-${kind}-${hash(1)}${hash(2)}`;
}
