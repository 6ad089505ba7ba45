import { graphql } from "@ballast/schema/graphql";
import type { ResultOf } from "@ballast/schema/graphql";
import { call } from "../api/graphqlClient.ts";
import { nodesOf } from "../data/fields.ts";
import { doing } from "../shell/commands.ts";
import type { Command } from "../shell/commands.ts";
import { names, orderVersions, rowNote } from "../shell/verbs.ts";
import type { Making, PaletteVerb } from "../shell/verbs.ts";

/** Services with what is live where: commands change the present. */
export const laneVerbsDocument = graphql(`
  query LaneVerbs { services(first: 500) { totalCount edges { node { slug name environments { name kind deployable } lanes { environment live { version } } } } } }
`);
type Service = ResultOf<typeof laneVerbsDocument>["services"]["edges"][number]["node"];

/** Releases of a service that can be deployed, the newest first. */
export const versionsFoundDocument = graphql(`
  query VersionsFound($service: String) { releases(first: 60, filter: { service: $service }) { totalCount edges { node { id version releasedAt headline where { environment state } } } } }
`);

/** The environment a command means: production, else the first that Ballast deploys to. */
function environmentOf({ environments }: Service): string | undefined {
  const own = environments.filter(({ deployable }) => deployable);
  return (own.find(({ kind }) => kind === "production") ?? own[0])?.name;
}

/** Services that the words name; the last word may name a version instead. */
function servicesNamed(services: readonly Service[], rest: readonly string[]): readonly Service[] {
  return services.filter(({ slug, name }) => names(rest, slug, name));
}

async function services(signal: AbortSignal): Promise<readonly Service[]> {
  return nodesOf((await call(laneVerbsDocument, {}, { signal })).services);
}

async function rollBacks(rest: readonly string[], { go, signal }: Making): Promise<readonly Command[]> {
  return servicesNamed(await services(signal), rest).flatMap((service) => {
    const { slug, lanes } = service;
    const environment = environmentOf(service);
    if (environment === undefined) return [];
    const live = lanes.find((lane) => lane.environment === environment)?.live?.version;
    return [
      {
        id: `roll-back-${slug}`,
        title: `Roll back ${slug}`,
        note: live === undefined ? environment : `${environment}, ${live} is live`,
        group: doing,
        icon: "deploys",
        run: () => go(`/services/${slug}?do=rollBack~${environment}`),
      } as const,
    ];
  });
}

async function deploys(rest: readonly string[], { go, zone, signal }: Making): Promise<readonly Command[]> {
  const [last] = rest.slice(-1);
  const all = await services(signal);
  const whole = servicesNamed(all, rest);
  const named = whole.length > 0 ? whole : servicesNamed(all, rest.slice(0, -1));
  const version = whole.length > 0 || rest.length < 2 ? undefined : last;
  const able = named.flatMap((service) => {
    const environment = environmentOf(service);
    return environment === undefined ? [] : [{ slug: service.slug, environment }];
  });
  const [only] = able;
  if (only === undefined) return [];
  if (able.length > 1)
    return able.map(
      ({ slug, environment }) =>
        ({
          id: `deploy-${slug}`, title: `Deploy ${slug}…`, note: environment, group: doing, icon: "deploys",
          run: () => go(`/services/${slug}?do=deploy~${environment}`),
        }) as const,
    );
  const { releases } = await call(versionsFoundDocument, { service: only.slug }, { signal });
  const rows = nodesOf(releases).map((release) => ({ ...release, at: release.releasedAt }));
  return orderVersions(rows, version).slice(0, 8).map((row) => ({
    id: `deploy-${row.id}`, title: `Deploy ${only.slug} ${row.version} to ${only.environment}`, group: doing, icon: "deploys",
    note: rowNote(zone, row.at, row.where.find(({ environment }) => environment === only.environment)?.state ?? null, row.headline),
    run: () => go(`/services/${only.slug}?do=deploy~${only.environment}~${encodeURIComponent(row.version)}`),
  } as const));
}

/** Going back, and deploying. */
export const deployVerbs: readonly PaletteVerb[] = [
  { name: "rollBack", sayings: ["roll back", "rollback", "revert", "undo", "go back"], offer: rollBacks },
  { name: "deploy", sayings: ["deploy", "ship", "release to"], offer: deploys },
];
