import { incidentDecider, Rejection, type IncidentCommand } from "@ballast/domain";
import { defineMutation, type Mutation } from "../commands/defineMutation.ts";
import type { InputFields, InputOf } from "../commands/inputFields.ts";
import { incidentById, servicesOfIncident } from "../commands/named.ts";
import type { Run } from "../commands/runCommand.ts";
import type { ApiContext } from "../graphql/context.ts";
import { incidentField } from "./incidentsInputs.ts";

type Input<Fields extends InputFields> = InputOf<Fields> & { incidentId: string };

/** One change of one incident. */
export interface IncidentChange<Fields extends InputFields> {
  readonly description: string;
  readonly input: Fields;
  readonly command: (input: Input<Fields>, run: Run, context: ApiContext) => Promise<IncidentCommand> | IncidentCommand;
}

/** A mutation that changes one incident, by whoever works on incidents. */
export const changeIncident = <const Fields extends InputFields>(name: string, { description, input, command }: IncidentChange<Fields>): Mutation =>
  defineMutation({
    name,
    description,
    permission: "incident.work",
    record: "incident",
    input: { incidentId: incidentField, ...input },
    touches: ({ incidentId }, { log }) => servicesOfIncident(log, incidentId as string),
    async act(run, given, context) {
      const input = given as Input<Fields>;
      await refuseHidden(run, context, input.incidentId);
      await run.handle({ category: "incident", id: input.incidentId, decider: incidentDecider, guarded: true, command: await command(input, run, context) });
      return { id: input.incidentId };
    },
  });

/** Roles that see every incident, also private ones; the read side has the same rule. */
const seeAll = ["responder", "commander", "admin"] as const;

/**
 * A private incident is changed by who may know of it: responders, commanders, administrators, and who declared it,
 * has a role in it or is paged for it. To everybody else it is not there.
 */
async function refuseHidden({ principal, by }: Run, { log, readModel }: ApiContext, incidentId: string): Promise<void> {
  if (seeAll.some((role) => principal.roles.includes(role))) return;
  const incident = await incidentById(log, incidentId);
  if (incident.status !== "declared" || !incident.declaration.private) return;
  const isInIt = Object.values(incident.roles).some((holders) => holders.includes(by));
  const [declared] = (await log.read(`incident-${incidentId}`, { max: 1 })).events;
  if (isInIt || declared?.metadata.actor.personId === by || readModel.pages.all({ incidentId, personId: by }).length > 0) return;
  throw new Rejection("NOT_FOUND", `there is no incident ${incidentId}`, ["incidentId"]);
}
