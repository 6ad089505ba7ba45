import { Rejection } from "@ballast/domain";
import { describe, expect, it } from "vitest";
import { signInLimits } from "./signInLimits.ts";

function limits() {
  let now = 1_000_000;
  const known = signInLimits(() => now);
  const isLetThrough = (login: string, address: string): boolean => {
    try {
      known.refuseTooMany({ login, address });
      return true;
    } catch (error) {
      if (error instanceof Rejection && error.code === "RATE_LIMITED") return false;
      throw error;
    }
  };
  const fail = (times: number, at: (n: number) => readonly [login: string, address: string]): void => {
    for (let n = 0; n < times; n += 1) {
      const [login, address] = at(n);
      if (isLetThrough(login, address)) known.failed({ login, address });
    }
  };
  return {
    fail,
    isLetThrough,
    signsIn: (login: string, address: string) => known.succeeded({ login, address }),
    pass: (ms: number) => void (now += ms),
  };
}

describe("guessing passwords", () => {
  it("ends after some tries at one account from one address, for a minute; capital letters make no other account", () => {
    const { fail, isLetThrough, pass } = limits();
    fail(5, () => ["Ada", "a"]);
    expect([isLetThrough("ada", "a"), isLetThrough("ada", "b"), isLetThrough("ben", "a")]).toEqual([false, true, true]);
    pass(60_001);
    expect(isLetThrough("ada", "a")).toBe(true);
  });

  it("ends at one account from many addresses, but not where the account is at home", () => {
    const { fail, isLetThrough, signsIn } = limits();
    signsIn("ada", "home");
    fail(1_000, (n) => ["ada", `a${n}`]);
    expect([isLetThrough("ada", "new"), isLetThrough("ada", "home"), isLetThrough("ben", "new")]).toEqual([false, true, true]);
  });

  it("ends from one address at many accounts, but not for those who are at home behind it", () => {
    const { fail, isLetThrough, signsIn } = limits();
    signsIn("ada", "proxy");
    fail(1_000, (n) => [`guess${n}`, "proxy"]);
    expect([isLetThrough("ben", "proxy"), isLetThrough("ada", "proxy"), isLetThrough("ben", "elsewhere")]).toEqual([false, true, true]);
  });
});
