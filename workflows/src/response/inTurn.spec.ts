import { expect, it } from "vitest";
import { inTurn } from "./inTurn.ts";

/** Work that ends when it is told to. */
function work() {
  const story: string[] = [];
  const oneByOne = inTurn();
  const ends = new Map<string, () => void>();
  const does = (about: string, name: string, failure?: Error): Promise<string> =>
    oneByOne(about, async () => {
      story.push(`${name} begins`);
      await new Promise<void>((resolve) => ends.set(name, resolve));
      story.push(`${name} ends`);
      if (failure !== undefined) throw failure;
      return name;
    });
  return { story, does, end: async (name: string) => {
    ends.get(name)?.();
    await new Promise((resolve) => setImmediate(resolve));
  } };
}
const settled = () => new Promise((resolve) => setImmediate(resolve));

it("what is about one record is done one after the other, what is about another at once", async () => {
  const { story, does, end } = work();
  const all = [does("page", "first"), does("page", "second"), does("other", "beside")];
  await settled();
  expect(story).toEqual(["first begins", "beside begins"]);
  await end("first");
  expect(story).toEqual(["first begins", "beside begins", "first ends", "second begins"]);
  // What comes while the second is under way waits for that, and not for the first alone.
  all.push(does("page", "third"));
  await settled();
  expect(story.at(-1)).toBe("second begins");
  await end("second");
  expect(story.at(-1)).toBe("third begins");
  await end("third");
  await end("beside");
  expect(await Promise.all(all)).toEqual(["first", "second", "beside", "third"]);
});

it("what failed holds up nobody, and is told to whoever asked for it", async () => {
  const { does, end } = work();
  const failing = does("page", "first", new Error("the log is away"));
  const next = does("page", "second");
  await settled();
  const [failed] = await Promise.all([failing.catch((error: unknown) => String(error)), end("first")]);
  expect(failed).toContain("the log is away");
  await end("second");
  expect(await next).toBe("second");
  const last = does("page", "third");
  await settled();
  await end("third");
  expect(await last).toBe("third");
});
