import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { calledSince, notification, ringFromNowOn, ringing, ringNoMore } from "./ringing.ts";

const asked = vi.fn<() => Promise<string>>();
const shown: { readonly title: string; readonly tag: string | undefined }[] = [];
const given = { permission: "default" };

class ShownHere {
  static get permission(): string { return given.permission; }
  static requestPermission = asked;
  onclick: (() => void) | null = null;
  constructor(title: string, { tag }: { readonly tag?: string } = {}) { shown.push({ title, tag }); }
  close(): void { shown.length = 0; }
}

beforeEach(() => {
  const kept = new Map<string, string>();
  given.permission = "default";
  shown.length = 0;
  asked.mockReset().mockImplementation(() => {
    given.permission = "granted";
    return Promise.resolve("granted");
  });
  vi.stubGlobal("Notification", ShownHere);
  vi.stubGlobal("localStorage", {
    getItem: (key: string) => kept.get(key) ?? null, setItem: (key: string, value: string) => kept.set(key, value),
    removeItem: (key: string) => kept.delete(key),
  });
});
afterEach(() => vi.unstubAllGlobals());

describe("ringing in a browser", () => {
  it("asks for permission when somebody wants it, and never before", async () => {
    expect(ringing()).toBe("off");
    notification({ id: "p", title: "INC-1 calls you", text: "" }, () => undefined);
    expect(asked).not.toHaveBeenCalled();
    expect(shown).toEqual([]);
    await ringFromNowOn();
    expect(asked).toHaveBeenCalledOnce();
    expect(ringing()).toBe("on");
    notification({ id: "p", title: "INC-1 calls you", text: "" }, () => undefined);
    expect(shown).toEqual([{ title: "INC-1 calls you", tag: "ballast-page-p" }]);
    ringNoMore();
    expect(ringing()).toBe("off");
  });

  it("only sounds where the browser blocks notifications, and says so", async () => {
    asked.mockImplementation(() => Promise.resolve("denied"));
    await ringFromNowOn();
    expect(ringing()).toBe("soundOnly");
  });

  it("sounds alone where only service workers may show notifications, and fails at nothing", async () => {
    await ringFromNowOn();
    vi.stubGlobal("Notification", class extends ShownHere {
      constructor(title: string) {
        super(title);
        throw new TypeError("Illegal constructor");
      }
    });
    expect(() => notification({ id: "p", title: "INC-1 calls you", text: "" }, () => undefined)).not.toThrow();
  });

  it("is for what calls since it was looked last: what stood there at the first look was seen", () => {
    const pages = [{ id: "one" }, { id: "two" }];
    expect(calledSince(pages, null)).toEqual([]);
    expect(calledSince(pages, new Set(["one"]))).toEqual([{ id: "two" }]);
    expect(calledSince(pages, new Set(["one", "two"]))).toEqual([]);
  });
});
