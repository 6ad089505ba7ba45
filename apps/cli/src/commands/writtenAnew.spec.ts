import { Command } from "commander";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { commandsFor } from "./index.ts";

const id = "5f0c2a52-7d0c-5d0e-9a52-1f7b0c2a5210";

/** What the API says of the records that are there, by the first words of what is asked. */
const answers: Readonly<Record<string, object>> = {
  DrillShown: {
    drill: {
      id, title: "The pool is empty", scenario: "No connection is left.", severity: 1, from: "2026-12-01T10:00:00.000Z",
      until: "2026-12-01T10:00:00.000Z", announced: true, lastsMinutes: 30, revision: 4, service: { slug: "checkout" },
    },
  },
  ChatList: {
    chats: [{
      id, name: "#incidents", isTold: true, takesCommands: true, upTo: 2, answerHost: "chat.example.org", revision: 7,
      services: [{ slug: "checkout" }, { slug: "search" }], users: [],
    }],
  },
  MaintenanceShown: {
    maintenance: {
      id, title: "New disks", from: "2026-12-01T22:00:00.000Z", until: "2026-12-02T01:00:00.000Z", revision: 2,
      services: [{ slug: "checkout" }],
    },
  },
  UpdateTemplateList: {
    updateTemplates: [{
      id, name: "We look into it", visibility: "public", state: "fixing", body: "Trouble.", nextUpdateInMinutes: 15, revision: 5,
    }],
  },
  EscalationList: { escalationPolicies: [{ id, name: "Nights", isDefault: false, sentence: "", services: [] }] },
  EscalationShown: {
    escalationPolicy: {
      id, name: "Nights", description: "After ten", rounds: 2, revision: 6, lastly: [{ who: "everyone", person: null, rotation: null }],
      steps: [{ minutes: 5, targets: [{ who: "onCall", person: null, rotation: { id: "rota" } }] }],
      stakeholders: [{ upTo: 2, target: { who: null, person: { id: "mira" }, rotation: null } }],
    },
  },
  AlertRuleShown: {
    alertRule: {
      id, reference: "R-3", name: "Flapping", labels: [{ label: "env", is: "oneOf", values: ["prod"] }], withoutService: false,
      severities: [1, 2], severity: "3", groupBy: ["cluster"], maintenance: "hold", incident: null, active: true, revision: 3,
      integrations: [{ id: "door" }], services: [{ slug: "checkout" }], sendTo: null, threshold: { count: 3, withinMinutes: 10 },
    },
  },
  IncidentTypeList: {
    incidentTypes: [{
      id, name: "Payments", severities: [1], services: [{ slug: "checkout" }], roles: [{ name: "liaison", purpose: "the bank" }],
      checklist: [{ text: "Open the notes", who: "scribe" }], links: [], conferenceLink: "https://talk.example.org", revision: 8,
    }],
  },
  HeartbeatIntegrations: { integrations: [{ id: "door", name: "Opsgenie", kind: "opsgenie", removed: false }] },
  HeartbeatList: { heartbeats: [{ id, name: "Nightly backup" }] },
  HeartbeatShown: {
    heartbeat: {
      id, name: "Nightly backup", description: "the disks", interval: 1, unit: "days", priority: "P2", message: "No backup", tags: ["db"],
      enabled: false, revision: 9, owner: { id: "mira" }, integration: { id: "door" }, service: { slug: "checkout" },
    },
  },
  IncidentTasks: { incident: { tasks: [{ id: "task", text: "Restart it", state: "open", owner: { name: "Mira" } }] } },
};

/** What a mutation answers while the server does not show the result yet. */
const notShownYet = {
  behind: true, drill: null, maintenance: null, escalationPolicy: null, alertRule: null, heartbeat: null, incident: null,
};

let sent: Record<string, unknown>[] = [];
const said: string[] = [];

beforeEach(() => {
  sent = [];
  said.length = 0;
  vi.stubEnv("BALLAST_URL", "http://ballast.example.org");
  vi.stubEnv("BALLAST_TOKEN", "token");
  vi.spyOn(process.stdout, "write").mockImplementation(() => true);
  vi.spyOn(process.stderr, "write").mockImplementation((text) => said.push(String(text)) > 0);
  vi.stubGlobal("fetch", (_: unknown, { body }: { readonly body: string }) => {
    const { query, variables } = JSON.parse(body) as { readonly query: string; readonly variables: { readonly input?: object } };
    const [, name = ""] = /(?:query|mutation) (\w+)/u.exec(query) ?? [];
    const asked = answers[name] ?? { incident: { id, reference: "INC-12" } };
    if (!query.trimStart().startsWith("mutation")) return Promise.resolve(Response.json({ data: asked }));
    const { idempotencyKey: _key, ...input } = { idempotencyKey: "", ...variables.input };
    sent.push(input);
    const [, field = ""] = /\{\s*(\w+)\s*\(/u.exec(query) ?? [];
    return Promise.resolve(Response.json({ data: { [field]: notShownYet } }));
  });
});
afterEach(() => {
  vi.unstubAllEnvs();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
  process.exitCode = undefined;
});

async function typed(...words: readonly string[]): Promise<Record<string, unknown>> {
  const program = new Command("ballast").exitOverride();
  for (const { register } of await commandsFor([])) register(program);
  await program.parseAsync(["node", "ballast", ...words]);
  return sent[0] ?? {};
}

it("a drill that is planned anew keeps what is not told of it", async () => {
  expect(await typed("drill", "plan", "--id", id, "--at", "2026-12-02T10:00:00.000Z")).toEqual({
    drillId: id, title: "The pool is empty", scenario: "No connection is left.", severity: 1, service: "checkout", announced: true,
    from: "2026-12-02T10:00:00.000Z", until: null, lastsMinutes: 30, expectedRevision: 4,
  });
});

it("a chat that is connected otherwise keeps what is not told of it", async () => {
  expect(await typed("chat", "connect", "--id", id, "--up-to", "1")).toEqual({
    chatId: id, name: "#incidents", services: ["checkout", "search"], upTo: 1, answerHost: "chat.example.org", webhookUrl: null,
    signingSecret: null, expectedRevision: 7,
  });
});

it("a chat that is connected otherwise hears of every service when that is told", async () => {
  expect(await typed("chat", "connect", "#outages", "--id", id, "--all-services"))
    .toMatchObject({ name: "#outages", services: [], upTo: 2 });
});

it("maintenance that is planned anew keeps what is not told of it", async () => {
  expect(await typed("maintenance", "plan", "--id", id, "--until", "2026-12-02T03:00:00.000Z")).toEqual({
    maintenanceId: id, title: "New disks", services: ["checkout"], from: "2026-12-01T22:00:00.000Z", until: "2026-12-02T03:00:00.000Z",
    expectedRevision: 2,
  });
});

it("a template that is changed keeps its readers, its state and what it promises", async () => {
  expect(await typed("update-template", "write", "we look into it", "Trouble with {{components}}.")).toEqual({
    updateTemplateId: id, name: "we look into it", body: "Trouble with {{components}}.", visibility: "public", state: "fixing",
    nextUpdateInMinutes: 15, expectedRevision: 5,
  });
});

it("a policy that is written anew keeps whom it calls", async () => {
  expect(await typed("escalation", "write", "--policy", "Nights", "--rounds", "4")).toEqual({
    policyId: id, expectedRevision: 6, reason: "",
    policy: {
      name: "Nights", description: "After ten", rounds: 4, lastly: [{ rotationId: null, who: "everyone" }],
      steps: [{ minutes: 5, targets: [{ rotationId: "rota", who: "onCall" }] }], stakeholders: [{ personId: "mira", upTo: 2 }],
    },
  });
});

it("a rule for alerts that is turned off keeps its conditions, unless it is written whole", async () => {
  const kept = {
    labels: [{ label: "env", is: "oneOf", values: ["prod"] }], services: ["checkout"], integrations: ["door"], severities: [1, 2],
    severity: "3", groupBy: ["cluster"], count: 3, withinMinutes: 10, maintenance: "hold", incident: null,
  };
  expect(await typed("alert-rule", "write", "--rule", "R-3", "--off")).toMatchObject({
    ruleId: id, expectedRevision: 3, rule: { ...kept, name: "Flapping", active: false },
  });
  sent = [];
  expect(await typed("alert-rule", "write", "Flapping", "--rule", "R-3", "--whole", "--label", "env=test")).toMatchObject({
    rule: { labels: [{ label: "env", is: "oneOf", values: ["test"] }], services: [], integrations: [], groupBy: [], count: null },
  });
});

it("a type of incidents that is changed keeps what is not told of it", async () => {
  expect(await typed("incident-type", "write", "Payments", "--severity", "2")).toEqual({
    incidentTypeId: id, expectedRevision: 8, name: "Payments", severities: [2], services: ["checkout"],
    roles: [{ name: "liaison", purpose: "the bank" }], checklist: [{ text: "Open the notes", who: "scribe" }], links: [],
    conferenceLink: "https://talk.example.org",
  });
});

it("a heartbeat that is changed keeps what is not told of it", async () => {
  expect(await typed("heartbeat", "write", "Nightly backup", "--every", "2")).toEqual({
    integrationId: "door", name: "Nightly backup", interval: 2, unit: "days", service: "checkout", ownerId: "mira", priority: "P2",
    message: "No backup", description: "the disks", tags: ["db"], enabled: false, expectedRevision: 9,
  });
});

it("naming a task takes it from nobody: what becomes of it has to be said", async () => {
  await typed("incident", "task", "12", "1");
  expect(sent).toEqual([]);
  expect(said.join("")).toContain('What of "Restart it"?');
  expect(await typed("incident", "task", "12", "1", "--for", "nobody")).toMatchObject({ taskId: "task", ownerId: null });
});
