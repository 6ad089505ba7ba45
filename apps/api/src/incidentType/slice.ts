import { incidentTypeDecider } from "@ballast/domain/incidentType";
import { idOf as idFrom } from "@ballast/eventlog";
import { checklistStep, roleName, secureLink, severity, webLink, type IncidentTypeEvent } from "@ballast/schema";
import { defineMutation } from "../commands/defineMutation.ts";
import {
  field, idField, intField, lineField, listOf, objectField, optional, otherwise, reasonField,
} from "../commands/inputFields.ts";
import { registered, serviceField } from "../commands/named.ts";
import { writtenAnew } from "../commands/writtenAnew.ts";
import { because, type Sentences, type Telling } from "../events/saying.ts";
import type { Slice } from "../slice.ts";
import { incidentTypeById, IncidentTypeQueries, toIncidentType } from "./incidentTypeType.ts";

const roleField = objectField(
  "IncidentTypeRoleInput",
  { name: field(() => String, roleName, "What it is called: customer liaison."), purpose: lineField("What it is for, in a line.") },
  { description: "A role that incidents of the type have beside those of every incident." },
);
const stepField = objectField(
  "ChecklistStepInput",
  {
    text: lineField("What is to be done, in a line."),
    who: otherwise(field(() => String, checklistStep.shape.who, "Who usually does it; left out, it is not said."), ""),
  },
  { description: "Something to do in every incident of the type." },
);
const shortcutField = objectField(
  "ShortcutInput", { label: lineField("What it is."), url: field(() => String, webLink, "Where it is, http or https.") },
  { description: "Something to look at, at a place of the web." },
);

const writeIncidentType = defineMutation({
  name: "writeIncidentType",
  description: "Writes a type of incidents, or writes it anew. Incidents that have it keep what it said when it was chosen.",
  permission: "incidentType.write",
  record: "IncidentType",
  input: {
    incidentTypeId: optional(idField("IncidentType", "Which one; a new one unless told.")),
    name: lineField("What it is called where somebody chooses it."),
    roles: otherwise(listOf(roleField, 12), []),
    checklist: otherwise(listOf(stepField, 50), []),
    links: otherwise(listOf(shortcutField, 12), []),
    conferenceLink: optional(
      field(() => String, secureLink, "Where responders talk, https only; `{{incident}}` stands where the number comes."),
    ),
    severities: otherwise(listOf(intField("A severity for which it is offered; none: for each.", severity), 4), []),
    services: otherwise(listOf(serviceField("A service for which it is offered, by slug or id; none: for each."), 50), []),
  },
  touches: () => null,
  async act(run, { incidentTypeId, services, severities, ...said }, { log }) {
    const id = await writtenAnew(log, incidentTypeDecider, {
      given: incidentTypeId, fresh: idFrom(incidentTypeDecider, run.commandId), field: "incidentTypeId",
    });
    const known = await Promise.all(services.map((service) => registered(log, service)));
    const { name, roles, checklist, links, conferenceLink } = said;
    await run.handle({
      aggregate: incidentTypeDecider, id, guarded: true,
      command: {
        type: "WriteIncidentType", now: run.now, incidentTypeId: id, name, roles, checklist, links, conferenceLink,
        severities: [...new Set(severities)].toSorted((one, other) => one - other),
        serviceIds: [...new Set(known.map(({ serviceId }) => serviceId))],
      },
    });
    return { id };
  },
});

const removeIncidentType = defineMutation({
  name: "removeIncidentType",
  description: "Removes a type of incidents: nobody is offered it any more. Incidents that have it keep it, and its history stays.",
  permission: "incidentType.write",
  record: "IncidentType",
  input: { incidentTypeId: idField("IncidentType", "Which one."), reason: reasonField("Why.") },
  touches: () => null,
  async act(run, { incidentTypeId, reason }) {
    await run.handle({
      aggregate: incidentTypeDecider, id: incidentTypeId, guarded: true,
      command: { type: "RemoveIncidentType", now: run.now, incidentTypeId, reason },
    });
    return { id: incidentTypeId };
  },
});

const sentences: Sentences<IncidentTypeEvent> = {
  IncidentTypeWritten: ({ name }, { by }) => `${by} wrote the type of incidents ${name}`,
  IncidentTypeRemoved: ({ reason }, { by }) => `${by} removed a type of incidents${because(reason)}`,
};

const telling: Telling<IncidentTypeEvent> = { IncidentTypeWritten: "followers", IncidentTypeRemoved: "followers" };

/** Types of incidents. */
export const incidentTypeSlice = {
  records: {
    IncidentType: {
      category: "incidentType",
      find: incidentTypeById,
      of: toIncidentType,
      name: (scope, id) => incidentTypeById(scope, id)?.name ?? "a type of incidents",
      view: "incident-types",
      history: "What happened to the type, newest first.",
      search: {},
      servicesOf: null,
    },
  },
  resolvers: [IncidentTypeQueries],
  mutations: [writeIncidentType, removeIncidentType],
  sentences,
  telling,
} satisfies Slice;
