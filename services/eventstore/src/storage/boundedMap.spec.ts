import { describe, expect, it } from "vitest";
import { BoundedMap } from "./boundedMap.ts";

const filled = (capacity: number, keys: number): BoundedMap<number, string> => {
  const map = new BoundedMap<number, string>(capacity);
  for (let key = 0; key < keys; key += 1) map.set(key, `value ${key}`);
  return map;
};

describe("BoundedMap", () => {
  it("keeps the newest half of what it may hold, and forgets the oldest", () => {
    const map = filled(10, 100);
    expect([95, 96, 97, 98, 99].map((key) => map.get(key))).toEqual([95, 96, 97, 98, 99].map((key) => `value ${key}`));
    expect(Array.from({ length: 90 }, (_, key) => map.get(key)).filter((value) => value !== undefined)).toEqual([]);
  });

  it("keeps what is used again and again, however much comes", () => {
    const map = filled(10, 1);
    for (let key = 1; key < 1_000; key += 1) {
      map.set(key, "another");
      if (key % 3 === 0) expect(map.get(0)).toBe("value 0");
    }
  });

  it("forgets what is only looked at", () => {
    const map = filled(10, 1);
    for (let key = 1; key < 100; key += 1) {
      map.peek(0);
      map.set(key, "another");
    }
    expect(map.peek(0)).toBeUndefined();
  });

  it("answers the newest value of a key whose older one has not been forgotten", () => {
    const map = filled(10, 5);
    map.set(2, "newer");
    expect(map.get(2)).toBe("newer");
    expect(map.peek(2)).toBe("newer");
  });

  it("knows nothing once it is cleared", () => {
    const map = filled(10, 7);
    map.clear();
    expect(map.peek(6)).toBeUndefined();
  });
});
