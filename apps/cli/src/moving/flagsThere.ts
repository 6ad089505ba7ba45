import { segmentMembers, targetingRules } from "@ballast/schema";
import { graphql, type ResultOf } from "@ballast/schema/graphql";
import type { Client } from "../client/client.ts";
import type { MovedSegment, SaidFlag } from "./moved.ts";
import type { SaidFlags } from "./places.ts";

/** Flags at a time: of 200 rules each, this many are some megabytes. */
const flagsDocument = graphql(`
  query FlagsThere($environment: String!, $after: String) {
    flags(first: 50, after: $after, sort: KEY_ASC, filter: { managed: true, present: true }) {
      pageInfo { hasNextPage endCursor }
      edges {
        node {
          name
          details { description kind valueType offVariant seed bucketBy metadata variants { name value } }
          targeting(environment: $environment) { rules overrides { customer variant } killed }
        }
      }
    }
  }
`);
type Node = ResultOf<typeof flagsDocument>["flags"]["edges"][number]["node"];

/** With those that were archived: a rule that asks for one goes on. */
const segmentsDocument = graphql(`query SegmentsThere { segments(archived: true) { slug name description members } }`);

type Segment = ResultOf<typeof segmentsDocument>["segments"][number];

/** All flags that Ballast manages in an environment, those that were archived apart, with the segments that their rules may ask for. */
export async function flagsThere(client: Client, environment: string): Promise<SaidFlags> {
  const { segments } = await client.query(segmentsDocument);
  const flags: SaidFlag[] = [];
  for (let after: string | null = null; ;) {
    const page: ResultOf<typeof flagsDocument>["flags"] = (await client.query(flagsDocument, { environment, after })).flags;
    flags.push(...page.edges.flatMap(({ node }) => saidBy(node)));
    after = page.pageInfo.endCursor;
    if (!page.pageInfo.hasNextPage || after === null) break;
  }
  return { flags, segments: segments.map(toSegment) };
}

const toSegment = ({ slug: key, name, description, members }: Segment): MovedSegment => ({
  key, name, description, members: segmentMembers.parse(members),
});

function saidBy({ name: key, details, targeting }: Node): readonly SaidFlag[] {
  if (details === null || targeting === null) return [];
  const { rules, overrides, killed: off } = targeting;
  const variants = details.variants.map((one) => ({ ...one }));
  return [{ key, ...details, variants, rules: targetingRules.parse(rules), overrides, off }];
}
