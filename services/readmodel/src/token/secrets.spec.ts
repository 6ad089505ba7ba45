import { ids } from "@ballast/eventlog";
import type { DataOf } from "@ballast/schema";
import { describe, expect, it } from "vitest";
import { folded } from "../specification/folded.ts";
import { recordedHistory } from "../specification/recordedHistory.ts";

const at = (minute: number): string => new Date(Date.UTC(2026, 10, 2, 12, minute)).toISOString();
const [ana, ben] = [ids.person("ana"), ids.person("ben")];
const history = recordedHistory();
const issue = (name: string, personId: string, minute: number): string => {
  const tokenId = ids.part("token", name);
  const data: DataOf<"TokenIssued"> = { tokenId, personId, name, roles: ["engineer"], serviceIds: [], expiresAt: null, environment: null };
  history.add(["token", tokenId], { type: "TokenIssued", data }, { at: at(minute) });
  return tokenId;
};
const [zebra, ci, other] = [issue("zebra", ana, 1), issue("CI", ana, 2), issue("other", ben, 3)];
history.add(["token", ci], { type: "TokenUsed", data: { tokenId: ci, at: at(4) } }, { at: at(4) });
history.add(["token", zebra], { type: "TokenRevoked", data: { tokenId: zebra } }, { at: at(5) });
history.add(["credential", ci], { type: "CredentialSet", data: { subjectId: ci, subject: "token", kind: "sha256", hash: "abc" } });
history.add(["credential", ana], { type: "CredentialSet", data: { subjectId: ana, subject: "person", kind: "scrypt", hash: "def" } });
const add = (name: string, keyHash: string | null): string => {
  const integrationId = ids.integration(name);
  const data: DataOf<"IntegrationAdded"> = {
    integrationId, kind: "alertmanager", name, keyHash, sealedSecret: null, serviceId: null, severities: {}, defaultSeverity: 3,
    redactedLabels: [], mapping: null,
  };
  history.add(["integration", integrationId], { type: "IntegrationAdded", data });
  return integrationId;
};
const [prometheus, github] = [add("prometheus", "k1"), add("GitHub", null)];
const { tokens, credentials, integrations } = folded(history.events);

describe("tokens", () => {
  it("are a person's, or all, by name whatever its case; issued when they were first", () => {
    expect(tokens.of(ana).map(({ id }) => id)).toEqual([ci, zebra]);
    expect(tokens.of().map(({ id }) => id)).toEqual([ci, other, zebra]);
    expect(tokens.get(ci)).toMatchObject({ issuedAt: at(2), status: "issued" });
    expect(tokens.get(zebra)).toMatchObject({ issuedAt: at(1), status: "revoked" });
  });
});

describe("credentials", () => {
  it("are found by whose they are, and those of tokens by their hash; they leave no past", () => {
    expect(credentials.of(ana)).toMatchObject({ subject: "person", hash: "def" });
    expect([credentials.byHash("abc")?.id, credentials.byHash("x"), credentials.of(ben)]).toEqual([ci, undefined, undefined]);
  });
});

describe("integrations", () => {
  it("are listed by name, all or some, and found by their key; one without a key by none", () => {
    expect(integrations.all().map(({ id }) => id)).toEqual([github, prometheus]);
    expect(integrations.all([prometheus]).map(({ name }) => name)).toEqual(["prometheus"]);
    expect(integrations.all([])).toEqual([]);
    expect([integrations.byKeyHash("k1")?.id, integrations.byKeyHash(""), integrations.byKeyHash("k2")]).toEqual([
      prometheus, undefined, undefined,
    ]);
    expect(integrations.get(github)?.keyHash).toBeNull();
  });
});
