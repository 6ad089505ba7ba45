import "reflect-metadata";
import type { ServedBecause } from "@ballast/domain";
import type { LaneRow, ServedChange } from "@ballast/readmodel";
import { Field, Float, ObjectType } from "type-graphql";
import type { RecordOf } from "../graphql/context.ts";
import { enumType } from "../graphql/enums.ts";
import { DateTime } from "../graphql/scalars.ts";
import { reaches } from "../graphql/scope.ts";
import { find, typeNamed } from "../graphql/records.ts";
import type { Customer } from "./customerType.ts";

const Because = enumType<ServedBecause>(
  "ServedBecause",
  { options: ["named", "share", "everyone"] },
  "Why a customer gets a release: it is named, its place lies under the share, or everyone does.",
);

@ObjectType({ description: "The release of a service that a customer gets in an environment.", simpleResolvers: true })
export class CustomerRelease {
  @Field(() => typeNamed("Service"), { description: "The service." }) service!: RecordOf<"Service">;
  @Field(() => String, { description: "The environment." }) environment!: string;
  @Field(() => String, { description: "The version it gets." }) version!: string;
  @Field(() => typeNamed("Release"), { nullable: true, description: "The release." }) release!: RecordOf<"Release"> | null;
  @Field(() => Because, { description: "Why." }) because!: ServedBecause;
  @Field(() => Float, { description: "Its place in this service, percent: under the share it gets what is new." }) place!: number;
  @Field(() => Float, { nullable: true, description: "The share that gets what is new; null where everyone gets the same." }) share!:
    number | null;
  @Field(() => DateTime, { nullable: true, description: "Since when it gets it; null where that is longer ago than is looked." }) since!:
    string | null;
  @Field(() => String, { nullable: true, description: "What others get; null where everyone gets the same." }) othersVersion!:
    string | null;
}

@ObjectType({ description: "A moment from which a customer got another release.", simpleResolvers: true })
export class CustomerChange {
  @Field(() => DateTime, { description: "When." }) at!: string;
  @Field(() => typeNamed("Service"), { description: "Of which service." }) service!: RecordOf<"Service">;
  @Field(() => String, { description: "In which environment." }) environment!: string;
  @Field(() => String, { description: "What it got from then on." }) version!: string;
  @Field(() => String, { nullable: true, description: "What it had got before; null where that is not known." }) before!: string | null;
  @Field(() => Because, { description: "Why." }) because!: ServedBecause;
  @Field(() => typeNamed("Deploy"), { nullable: true, description: "The deploy or rollback that made it so." })
  deploy!: RecordOf<"Deploy"> | null;
  @Field(() => String, { description: "In words." }) sentence!: string;
}

/** A lane that somebody may see, with what a customer was served there. */
interface Followed {
  readonly lane: LaneRow;
  readonly service: RecordOf<"Service">;
  readonly history: readonly ServedChange[];
}

/** Every production lane in which something is served, with what this customer got there. */
function followed({ scope, row }: Customer): readonly Followed[] {
  const { lanes, customers } = scope.context.readModel;
  return lanes.all({ kind: "production" }, scope.asOf).flatMap((lane) => {
    const service = reaches(scope, [lane.serviceId]) ? find(scope, "Service", lane.serviceId) : null;
    return service === null
      ? []
      : [
          {
            lane, service,
            history: customers.servedHistory({ laneId: lane.id, service: service.slug, customer: row.externalId }, scope.asOf),
          },
        ];
  });
}

/** What a customer gets of each service, in production, by the services' names. */
export function releasesOf(customer: Customer): readonly CustomerRelease[] {
  return followed(customer)
    .flatMap(({ lane, service, history }): CustomerRelease[] => {
      const now = history.at(-1);
      if (now === undefined) return [];
      const others = now.because === "everyone" ? lane.canary : lane.live;
      return [
        {
          service, environment: lane.environment, version: now.release.version,
          release: find(customer.scope, "Release", now.release.releaseId), because: now.because, place: now.place / 1_000,
          share: lane.canary?.percent ?? null, since: now.at, othersVersion: others?.version ?? null,
        },
      ];
    })
    .toSorted((one, other) => (one.service.name.toLowerCase() < other.service.name.toLowerCase() ? -1 : 1));
}

const why: Readonly<Record<ServedBecause, string>> = { named: "as named", share: "by share", everyone: "with everyone" };

/** When a customer got another release, newest first. */
export function changesFor(customer: Customer, most: number): readonly CustomerChange[] {
  const all = followed(customer).flatMap(({ lane, service, history }) => history.map((change) => ({ lane, service, change })).toReversed());
  return all
    .toSorted((one, other) => Date.parse(other.change.at) - Date.parse(one.change.at))
    .slice(0, most)
    .map(({ lane, service, change: { at, release, because, before } }) => {
      const again = before?.releaseId === release.releaseId;
      return {
        at, service, environment: lane.environment, version: release.version, before: before?.version ?? null, because,
        deploy: find(customer.scope, "Deploy", release.deployId),
        sentence: `${service.slug} ${release.version} ${again ? "stayed" : "reached it"}, ${why[because]}`,
      };
    });
}
