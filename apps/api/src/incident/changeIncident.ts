import { type IncidentCommand, incidentDecider } from "@ballast/domain";
import { type DecidedOn, lookingAgain } from "@ballast/eventlog";
import { defineMutation, type Mutation } from "../commands/defineMutation.ts";
import type { InputFields, InputOf } from "../commands/inputFields.ts";
import type { Run } from "../commands/runCommand.ts";
import type { ApiContext } from "../graphql/context.ts";
import { servicesOfIncident } from "./hiddenIncidents.ts";
import { incidentField } from "./incidentInputs.ts";

type Input<Fields extends InputFields> = InputOf<Fields> & { incidentId: string };

/** A command, and the other records that it was decided on. */
interface Decided {
  readonly command: IncidentCommand;
  readonly decidedOn: readonly DecidedOn[];
}

/** One change of one incident. */
export interface IncidentChange<Fields extends InputFields> {
  readonly description: string;
  readonly input: Fields;
  readonly command: (input: Input<Fields>, run: Run, context: ApiContext) => Promise<IncidentCommand | Decided> | IncidentCommand;
}

/** A mutation that changes one incident, by whoever works on incidents. */
export const changeIncident = <const Fields extends InputFields>(
  name: string,
  { description, input, command }: IncidentChange<Fields>,
): Mutation =>
  defineMutation({
    name,
    description,
    permission: "incident.work",
    record: "Incident",
    input: { incidentId: incidentField, ...input },
    touches: ({ incidentId }, context) => servicesOfIncident(context, incidentId as string),
    async act(run, given, context) {
      const input = given as Input<Fields>;
      // Repeated, it is not decided again on records that have moved on since.
      if (await run.earlier(incidentDecider, input.incidentId)) return { id: input.incidentId };
      await lookingAgain(async () => {
        const asked = await command(input, run, context);
        const decided = "decidedOn" in asked ? asked : { command: asked, decidedOn: [] };
        await run.handle({ aggregate: incidentDecider, id: input.incidentId, guarded: true, ...decided });
      });
      return { id: input.incidentId };
    },
  });
