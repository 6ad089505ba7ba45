import type { FlagCondition, Rollout, TargetingRule } from "@ballast/schema";
import { CannotSay, rulesServing, variantNamed } from "../moved.ts";
import { alternatives, attributeIn, operands } from "./questions.ts";

type Branch = readonly [conditions: readonly FlagCondition[], serve: string | Rollout];

/** Reads a flag's targeting as rules, and notes by what it divides. */
export class Reading {
  seed: string;
  bucketBy = "targetingKey";
  /** What of it is not divided as it is there. */
  readonly notes: string[] = [];
  #divides = false;
  readonly #known: ReadonlySet<string>;
  readonly #names: { readonly key: string; readonly offVariant: string; readonly defaultVariant: string };

  constructor(known: ReadonlySet<string>, names: { readonly key: string; readonly offVariant: string; readonly defaultVariant: string }) {
    this.#known = known;
    this.#names = names;
    // What flagd divides by unless told: the flag's key, and the targeting key.
    this.seed = names.key;
  }

  whole(node: unknown): { readonly rules: readonly TargetingRule[]; readonly rollout: Rollout | null; readonly defaultVariant: string } {
    const { defaultVariant, offVariant } = this.#names;
    const [branches, otherwise] = this.#branches(node);
    const rules = branches.flatMap(([conditions, serve], index) =>
      rulesServing(
        { ruleId: `rule-${String(index + 1)}`, name: `Rule ${String(index + 1)}`, conditions: [...conditions] },
        serve,
        offVariant,
      ),
    );
    if (typeof otherwise === "string") return { rules, rollout: null, defaultVariant: otherwise };
    return { rules, rollout: otherwise, defaultVariant: otherwise === null ? defaultVariant : offVariant };
  }

  #branches(node: unknown): readonly [readonly Branch[], string | Rollout | null] {
    if (node === undefined || node === null || (typeof node === "object" && Object.keys(node).length === 0)) return [[], null];
    const chain = operands(node, "if");
    if (chain === null) return [[], this.#served(node)];
    const branches: Branch[] = [];
    for (let at = 0; at + 1 < chain.length; at += 2) {
      const serve = this.#served(chain[at + 1]);
      for (const conditions of alternatives(chain[at])) branches.push([conditions, serve]);
    }
    const [inner, otherwise] = chain.length % 2 === 0 ? ([[], null] as const) : this.#branches(chain.at(-1));
    return [[...branches, ...inner], otherwise];
  }

  #served(node: unknown): string | Rollout {
    if (typeof node === "string" || typeof node === "boolean") {
      if (!this.#known.has(String(node))) throw new CannotSay(`it gives ${String(node)}, which is none of its variants`);
      return variantNamed(String(node));
    }
    const parts = operands(node, "fractional");
    if (parts === null) throw new CannotSay(`it decides by ${JSON.stringify(node)?.slice(0, 80) ?? "nothing"}, which cannot be said here`);
    return this.#divided(parts);
  }

  #divided(parts: readonly unknown[]): Rollout {
    const [first, ...others] = parts;
    const isNamed = !Array.isArray(first);
    if (isNamed) this.#dividesBy(first);
    else this.#takeSeed(this.#names.key, "targetingKey");
    const weighed = (isNamed ? others : parts).map((part) => {
      const [name, weight = 1] = Array.isArray(part) ? (part as readonly unknown[]) : [];
      if (typeof name !== "string" || typeof weight !== "number" || !this.#known.has(name) || !Number.isInteger(weight))
        throw new CannotSay("it divides in a way that cannot be said here");
      return { variant: variantNamed(name), weight };
    });
    const total = weighed.reduce((sum, { weight }) => sum + weight, 0);
    const on = weighed.filter(({ variant, weight }) => variant !== this.#names.offVariant && weight > 0);
    const share = on.reduce((sum, { weight }) => sum + weight, 0);
    if (on.length === 0) return { parts: 0, variants: [{ variant: this.#names.offVariant, weight: 1 }] };
    return {
      parts: Math.round((share / total) * 100_000), variants: on.length === 1 ? [{ variant: on[0]?.variant ?? "", weight: 1 }] : on,
    };
  }

  #dividesBy(node: unknown): void {
    const alone = attributeIn(node);
    if (alone !== null) {
      this.#takeSeed(this.#names.key, alone);
      this.notes.push(`it divides by ${alone} alone, here with the flag's key as the seed: who switches is said`);
      return;
    }
    const parts = operands(node, "cat");
    const [salt, attribute] = parts ?? [];
    const named = attributeIn(attribute);
    if (parts?.length !== 2 || named === null) throw new CannotSay("it divides by something else than a text and an attribute");
    if (attributeIn(salt) === "$flagd.flagKey") this.#takeSeed(this.#names.key, named);
    else if (typeof salt === "string" && salt !== "") this.#takeSeed(salt, named);
    else throw new CannotSay("it divides by something else than a text and an attribute");
  }

  #takeSeed(seed: string, bucketBy: string): void {
    if (this.#divides && (this.seed !== seed || this.bucketBy !== bucketBy)) throw new CannotSay("it divides in several ways");
    [this.#divides, this.seed, this.bucketBy] = [true, seed, bucketBy];
  }
}
