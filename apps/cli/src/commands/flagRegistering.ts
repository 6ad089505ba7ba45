import { command as mutation, type FlagKind, type FlagValueType, type Json } from "@ballast/schema/graphql";
import { CommandFailure, usageFailure } from "../client/failure.ts";
import { slugOf } from "../import/service.ts";
import { personNamed } from "./lookup.ts";
import { acting } from "./session.ts";

const registerFlag = mutation("registerFlag", "flag { id name targetings { environment sentence } }");
const archiveFlag = mutation("archiveFlag", "flag { id name present }");

interface Registering {
  readonly kind: FlagKind;
  readonly description: string;
  readonly owner?: string;
  readonly expires?: string;
  readonly service: readonly string[];
  readonly in: readonly string[];
  readonly type: FlagValueType;
  readonly variant: readonly string[];
  readonly off: string;
  readonly seed?: string;
  readonly bucketBy?: string;
}

/** "blue={...}" as a variant; what is no JSON is a text. */
function variantIn(given: string): { readonly name: string; readonly value: Json } {
  const cut = given.indexOf("=");
  if (cut <= 0) throw usageFailure(`${given} is no variant: write NAME=VALUE, as blue='"#00f"'.`);
  const [name, text] = [given.slice(0, cut), given.slice(cut + 1)];
  try {
    return { name, value: JSON.parse(text) as Json };
  } catch {
    return { name, value: text };
  }
}

export const register = acting<Registering>(async (session, { args: [key = ""], flags }) => {
  const { kind, description, owner, expires, service, in: environments, type, variant, off, seed, bucketBy } = flags;
  if (type !== "boolean" && variant.length === 0) throw usageFailure(`What can it give? Name each: --variant NAME=VALUE.`);
  const ownerId = owner === undefined ? null : (await personNamed(session.client, owner)).id;
  const done = await session.client.mutate(registerFlag, {
    key, kind, description, ownerId, expiresAt: expires ?? null, services: service.map(slugOf), environments, valueType: type,
    offVariant: off, ...(variant.length === 0 ? {} : { variants: variant.map(variantIn) }), seed: seed ?? null,
    ...(bucketBy === undefined ? {} : { bucketBy }),
  });
  session.show(done, () => [
    `Registered ${done.flag?.name ?? key}.`,
    ...(done.flag?.targetings ?? []).map(({ environment, sentence }) => `${environment}: ${sentence}`),
  ]);
});

export const archive = acting<{ readonly reason?: string }>(async (session, { args: [flag = ""], flags: { reason } }) => {
  if (reason === undefined)
    throw usageFailure(
      "Why is it not needed any more? Add --reason.",
      `\`ballast flag refs . ${flag}\` looks whether code still asks for it.`,
    );
  const done = await session.client.mutate(archiveFlag, { flag, reason });
  if (done.flag === null)
    throw new CommandFailure({ code: "BEHIND", message: `${flag} was archived; the server that answered is behind.` });
  const { name } = done.flag;
  session.show(done, () => [`Archived ${name}: applications get their code default.`]);
});
