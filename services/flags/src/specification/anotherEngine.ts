import { engineId, engineNamed, type Engine } from "../engines.ts";
import type { Logic } from "../logic.ts";

/** A test double of a future engine: the one that there is, which puts something before every seed unless told otherwise. */
export function anotherEngine(name: string, salted = true): Engine {
  const own = engineNamed(engineId);
  if (own === undefined) throw new Error("there is no engine");
  return {
    id: `${name}@9.0.0+compiler.${own.compiler}`,
    evaluator: `${name} 9.0.0`,
    compiler: own.compiler,
    build(key, flag) {
      const { targeting } = flag;
      if (targeting === undefined || !salted) return own.build(key, flag);
      const text = JSON.stringify(targeting).replaceAll('{"fractional":[{"cat":[', `$&"${name}-",`);
      return own.build(key, { ...flag, targeting: JSON.parse(text) as Logic });
    },
  };
}
