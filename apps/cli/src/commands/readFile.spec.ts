import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";

it("waits for whatever writes standard input, however late that begins", async () => {
  const file = fileURLToPath(new URL("readFile.ts", import.meta.url));
  // Whoever looks at process.stdin makes the pipe one that does not wait.
  const reads = `
    const { readText } = await import(${JSON.stringify(file)});
    void process.stdin.isTTY;
    process.stderr.write("reading");
    process.stdout.write(String(readText(0).length));
  `;
  const child = spawn("sh", [
    "-c", `cat | "$0" --disable-warning=ExperimentalWarning --input-type=module -e "$1"`, process.execPath, reads,
  ]);
  let said = "";
  child.stdout.on("data", (text: Buffer) => void (said += text.toString()));
  await once(child.stderr, "data");
  child.stdin.write("x".repeat(100_000));
  child.stdin.end("y");
  await once(child, "close");
  expect(said).toBe("100001");
});
