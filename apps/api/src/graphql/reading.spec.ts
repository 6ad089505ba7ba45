import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Principal } from "../auth/principal.ts";
import { answered, ask } from "../specification/asking.ts";
import { delivered, type Delivered } from "../specification/delivered.ts";
import { specServer, type SpecServer } from "../specification/server.ts";

let spec: SpecServer;
let ada: Principal;
let search: Delivered;
let before = "";
beforeAll(async () => {
  spec = await specServer();
  ada = await spec.person("ada");
  search = await delivered(spec, ada, { slug: "search", releases: 5 });
  await search.ship("v1");
  spec.at("2026-11-23T10:00:00.000Z");
  before = spec.server.readModel.status().position;
  await search.ship("v2");
});
afterAll(() => spec.close());

const query = (text: string, variables: Record<string, unknown> = {}) => answered(spec, ada, { query: text, variables });

describe("reading", () => {
  it("takes a sign-in", async () => {
    const { errors } = await ask(spec, null, { query: "{ services { edges { node { slug } } } }" });
    expect(errors?.[0]?.message).toBe("Nobody is signed in.");
    expect(await answered(spec, null, { query: "{ me { via } }" })).toEqual({ me: null });
  });

  it("pages through a list by cursors, and counts when asked", async () => {
    const page =
      'query ($after: String) { releases(first: 2, after: $after, filter: { service: "search" }) { totalCount pageInfo { hasNextPage endCursor } edges { node { version } } } }';
    const versions: string[] = [];
    let after: string | null = null;
    for (let turns = 0; turns < 3; turns += 1) {
      const { releases } = (await query(page, { after })) as {
        releases: { totalCount: number; pageInfo: { endCursor: string }; edges: { node: { version: string } }[] };
      };
      expect(releases.totalCount).toBe(5);
      versions.push(...releases.edges.map(({ node }) => node.version));
      after = releases.pageInfo.endCursor;
    }
    expect(versions).toEqual(["v5", "v4", "v3", "v2", "v1"]);
  });

  it("looks back with everything below, by position and by time", async () => {
    const text =
      'query ($asOf: AsOf) { service(slug: "search", asOf: $asOf) { lanes { live { version where { state } deploys { state } } lastKnownGood { version } rollbackPreview { allowed target { version } } } } }';
    const live = async (asOf: object | null) => query(text, { asOf });
    const now = {
      live: { version: "v2", where: [{ state: "live" }], deploys: [{ state: "waiting" }] }, lastKnownGood: { version: "v1" },
      rollbackPreview: { allowed: true, target: { version: "v1" } },
    };
    const then = {
      live: { version: "v1", where: [{ state: "live" }], deploys: [{ state: "waiting" }] }, lastKnownGood: null,
      rollbackPreview: { allowed: false, target: null },
    };
    expect(await live(null)).toEqual({ service: { lanes: [now] } });
    expect(await live({ position: before })).toEqual({ service: { lanes: [then] } });
    expect(await live({ at: "2026-11-23T09:30:00Z" })).toEqual({ service: { lanes: [then] } });
    expect(await live({ recordedAt: "2026-11-23T09:30:00Z" })).toEqual({ service: { lanes: [then] } });
  });

  it("refuses to look back in two ways at once", async () => {
    const { errors } = await ask(spec, ada, { query: "{ now(asOf: { position: \"1\", at: \"2026-11-23T09:30:00Z\" }) { sentence } }" });
    expect(errors?.[0]?.message).toContain("exactly one");
  });

  it("finds any record by its global id", async () => {
    const { services } = (await query("{ services { edges { node { id lanes { id } } } } }")) as {
      services: { edges: { node: { id: string; lanes: { id: string }[] } }[] };
    };
    const service = services.edges[0]?.node;
    const found = await query(
      'query ($a: ID!, $b: ID!) { a: node(id: $a) { __typename id ... on Service { slug } } b: node(id: $b) { __typename id } c: node(id: "nonsense") { id } }',
      { a: service?.id, b: service?.lanes[0]?.id },
    );
    expect(found).toEqual({
      a: { __typename: "Service", id: service?.id, slug: "search" }, b: { __typename: "Lane", id: service?.lanes[0]?.id }, c: null,
    });
  });

  it("finds releases by the words of their commits and says which", async () => {
    const text =
      '{ releases(filter: { text: "mend part 3" }) { totalCount edges { node { version matches headline leadTimeMs commits(first: 1) { totalCount edges { node { subject } } } } } } search(text: "mend part 3") { kind title url } }';
    expect(await query(text)).toMatchObject({
      releases: {
        totalCount: 1,
        edges: [
          {
            node: {
              version: "v3", matches: ["Mend part 3 of search"], headline: "Add part 3 of search", leadTimeMs: 23_400_000,
              commits: { totalCount: 2, edges: [{ node: { subject: "Add part 3 of search" } }] },
            },
          },
        ],
      },
      search: [{ kind: "release", title: "Search v3" }],
    });
  });

  it("filters releases by where they stand", async () => {
    const at = async (state: string) =>
      query(
        'query ($state: ReleaseState) { releases(filter: { environment: "production", state: $state }) { edges { node { version } } } }',
        { state },
      );
    expect(await at("live")).toEqual({ releases: { edges: [{ node: { version: "v2" } }] } });
    expect(await at("lastKnownGood")).toEqual({ releases: { edges: [{ node: { version: "v1" } }] } });
  });

  it("compares two releases both ways and says what stands above a list", async () => {
    const compare = async (from: string, to: string) =>
      query(
        'query ($from: String!, $to: String!) { compareReleases(service: "search", from: $from, to: $to) { releasesBetween added { subject } removed { subject } } }',
        { from, to },
      );
    expect(await compare("v1", "v3")).toMatchObject({
      compareReleases: { releasesBetween: 1, removed: [], added: [{ subject: "Add part 3 of search" }, {}, {}, {}] },
    });
    expect(await compare("v3", "v1")).toMatchObject({ compareReleases: { releasesBetween: 1, added: [] } });
    expect(await query('{ releaseList(filter: { service: "search" }) { sentence count } releasesPerDay { day count } }')).toMatchObject({
      releaseList: { count: 5, sentence: "5 releases of Search from 1 Nov 2026 to 5 Nov 2026." },
      releasesPerDay: [{ day: "2026-11-01", count: 1 }, {}, {}, {}, {}],
    });
  });

  it("previews a deploy and a rollback as the mutations would decide", async () => {
    const text =
      'query ($v: String!) { lane(service: "search", environment: "production") { deployPreview(version: $v) { allowed refusal from { version } commits { subject } } rollbackPreview { sentence affectedPercent removedCommits { subject } } } }';
    expect(await query(text, { v: "v3" })).toMatchObject({
      lane: {
        deployPreview: { allowed: true, refusal: null, from: { version: "v2" }, commits: [{}, {}] },
        rollbackPreview: {
          sentence: "Rolls search production back from v2 to v1: everyone gets it; 2 commits go out.", affectedPercent: 100,
          removedCommits: [{}, {}],
        },
      },
    });
    expect(await query(text, { v: "v2" })).toMatchObject({
      lane: { deployPreview: { allowed: false, refusal: expect.stringContaining("serves everyone already") } },
    });
    expect(await query(text, { v: "v9" })).toMatchObject({
      lane: { deployPreview: { allowed: false, refusal: "search has no release v9." } },
    });
  });

  it("gives the first page, the log and health", async () => {
    const { now, events, health } = await query(
      '{ now { sentence lanes { environment } moving { sentence } justHappened { sentence } asOfPosition } events(first: 3, types: ["ServiceRegistered"]) { totalCount edges { cursor node { type position sentence actor { name } data } } } health { position behind unhealthy version engine } }',
    );
    expect(now).toMatchObject({
      lanes: [{ environment: "production" }],
      justHappened: expect.arrayContaining([{ sentence: "v2 serves everyone in Search production." }]),
    });
    expect(events).toMatchObject({ totalCount: 1, edges: [{ node: { sentence: "ada registered Search.", actor: { name: "ada" } } }] });
    expect(health).toMatchObject({ behind: false, unhealthy: [], version: "0.1.0", engine: "unknown" });
  });
});
