import { type RegisteredService, type ServiceCommand, serviceDecider } from "@ballast/domain";
import { escalationDecider, writtenEscalation } from "@ballast/domain/escalation";
import { foldRecord, ids } from "@ballast/eventlog";
import { per100k, slug } from "@ballast/schema";
import { z } from "zod";
import { defineMutation, type Mutation } from "../commands/defineMutation.ts";
import {
  field, idField, intField, lineField, optional, reasonField, textField, wordField, noteField, type InputFields, type InputOf,
} from "../commands/inputFields.ts";
import { environmentField, refuseUnknownRotation, registered, serviceField } from "../commands/named.ts";
import type { ServiceName } from "../graphql/serviceName.ts";
import type { Run } from "../commands/runCommand.ts";
import { EnvironmentKind, ResponsePurpose } from "../graphql/enums.ts";
import { planField, supportHoursField, targetField } from "./serviceInputs.ts";
import type { ApiContext } from "../graphql/context.ts";

const registerService = defineMutation({
  name: "registerService",
  description: "Registers a service: something whose availability is managed. Its slug stays for ever.",
  permission: "service.write",
  record: "Service",
  input: {
    slug: field(() => String, slug, "Lower-case name for addresses and commands."),
    name: lineField("Name for people."),
    description: noteField("What it does, for whom."),
  },
  touches: (input) => [ids.service(input.slug)],
  async act(run, { slug: given, name, description }) {
    const serviceId = ids.service(given);
    await run.handle({
      aggregate: serviceDecider, id: serviceId, guarded: true,
      command: { type: "RegisterService", now: run.now, serviceId, slug: given, name, description },
    });
    return { id: serviceId };
  },
});

interface ServiceChange<Fields extends InputFields> {
  readonly description: string;
  readonly input: Fields;
  readonly command: (input: InputOf<Fields> & { service: ServiceName }, known: Known) => Promise<ServiceCommand> | ServiceCommand;
}

/** What a change is decided with: the service as it is. */
interface Known {
  readonly service: RegisteredService;
  readonly serviceId: string;
  readonly now: string;
  readonly run: Run;
  readonly context: ApiContext;
}

/** A mutation that changes one registered service. */
const changeService = <const Fields extends InputFields>(name: string, { description, input, command }: ServiceChange<Fields>): Mutation =>
  defineMutation({
    name,
    description,
    permission: "service.write",
    record: "Service",
    input: { service: serviceField(), ...input },
    touches: ({ service }) => [(service as ServiceName).serviceId],
    async act(run, given, context) {
      const name = given.service as ServiceName;
      const service = await registered(context.log, name);
      const decided = await command(given as InputOf<Fields> & { service: ServiceName }, {
        service, serviceId: name.serviceId, now: run.now, run, context,
      });
      await run.handle({ aggregate: serviceDecider, id: name.serviceId, guarded: true, command: decided });
      return { id: name.serviceId };
    },
  });

const changes = [
  changeService("describeService", {
    description: "Changes how people know a service. What is left out stays.",
    input: {
      name: optional(lineField("Name for people.")),
      description: optional(textField("What it does, for whom.")),
      repositoryUrl: optional(field(() => String, z.url({ protocol: /^https?$/ }), "Where its code is; an empty address is refused.")),
      runbookUrl: optional(
        field(() => String, z.url({ protocol: /^https?$/ }), "Where it is written what to do when it breaks: pages carry it."),
      ),
    },
    command: ({ name, description, repositoryUrl, runbookUrl }, { service, serviceId, now }) => ({
      type: "DescribeService", now, serviceId, name: name ?? service.name, description: description ?? service.description,
      repositoryUrl: repositoryUrl ?? service.repositoryUrl, runbookUrl: runbookUrl ?? service.runbookUrl,
    }),
  }),
  changeService("defineEnvironment", {
    description: "Adds an environment to a service, or changes it.",
    input: {
      environment: environmentField(), kind: wordField(EnvironmentKind, "What it is for."), target: targetField,
      order: optional(intField("Place in lists; behind the others unless told.", z.int().min(0))),
    },
    command: ({ environment, kind, target, order }, { service, serviceId, now }) => ({
      type: "DefineEnvironment", now, serviceId, environment, kind, target,
      order: order ?? service.environments.get(environment)?.order ?? service.environments.size,
    }),
  }),
  changeService("removeEnvironment", {
    description: "Takes an environment away from a service; its history stays.",
    input: { environment: environmentField(), reason: reasonField("Why.") },
    command: ({ environment, reason }, { serviceId, now }) => ({ type: "RemoveEnvironment", now, serviceId, environment, reason }),
  }),
  changeService("setDeployPlan", {
    description: "Sets how releases reach everyone in one environment.",
    input: { environment: environmentField(), plan: planField },
    command: ({ environment, plan }, { serviceId, now }) => ({ type: "SetDeployPlan", now, serviceId, environment, plan }),
  }),
  changeService("setThresholds", {
    description: "Sets above which impact somebody is paged although the rollback worked.",
    input: {
      pageErrorsPer100k: intField("Failing requests per 100,000.", per100k),
      pageCustomers: intField("Number of customers who saw errors.", z.int().min(1)),
    },
    command: ({ pageErrorsPer100k, pageCustomers }, { serviceId, now }) => ({
      type: "SetThresholds", now, serviceId, thresholds: { pageErrorsPer100k, pageCustomers },
    }),
  }),
  changeService("assignRotation", {
    description: "Says who is called for a service, or (without a rotation) that nobody is.",
    input: {
      purpose: wordField(ResponsePurpose, "What for: commanders are called for severities 1 and 2."),
      rotationId: optional(idField("Rotation", "The rotation; left out, it is taken away.")),
    },
    async command({ purpose, rotationId }, { serviceId, now, context }) {
      if (rotationId !== null) await refuseUnknownRotation(context.log, rotationId, ["rotationId"]);
      return { type: "AssignRotation", now, serviceId, purpose, rotationId };
    },
  }),
  changeService("assignEscalation", {
    description: "Says by which policy the responders of a service are called, or (without one) that it goes by the default.",
    input: { policyId: optional(idField("EscalationPolicy", "The policy; left out, it goes by the default.")) },
    async command({ policyId: escalationId }, { serviceId, now, context }) {
      if (escalationId !== null) writtenEscalation(await foldRecord(context.log, escalationDecider, escalationId), escalationId);
      return { type: "AssignEscalation", now, serviceId, escalationId };
    },
  }),
  changeService("setSupportHours", {
    description: "Says in which hours what is no emergency calls people at once; outside of them it is of low urgency and waits, and whom nobody has answered by then is called when they begin. Left out, urgency goes by the severity again.",
    input: { supportHours: optional(supportHoursField) },
    command: ({ supportHours }, { serviceId, now }) => ({ type: "SetSupportHours", now, serviceId, supportHours }),
  }),
];

export const serviceMutations: readonly Mutation[] = [registerService, ...changes];
