import { describe, expect, it } from "vitest";
import { compacted } from "./compacted.ts";

describe("the workflows' code, made small", () => {
  it("keeps the words that a worker looks for in one piece, wherever its lines are broken", async () => {
    let torn = 0;
    for (let before = 0; before < 160; before += 1) {
      const code = await compacted(`const filling = "${"x".repeat(before)}"; const cache = globalThis.__webpack_module_cache__; done(cache, filling);`);
      expect(code).toContain("globalThis.__webpack_module_cache__");
      if (code.includes("\nglobalThis.__webpack_module_cache__")) torn += 1;
    }
    expect(torn).toBeGreaterThan(0);
  });
});
