import { execFileSync } from "node:child_process";
import { createSign } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { specHttp } from "../../specification/http.ts";
import { specServer } from "../../specification/server.ts";
import { snsMessage } from "../vendors/cloudWatch.ts";
import { certificates, type Get } from "./certificates.ts";
import { refusedBySns } from "./snsGuard.ts";
import { certificateAddress } from "./snsSignature.ts";

const topic = "arn:aws:sns:eu-west-1:123456789012:alarms";
const host = "sns.eu-west-1.amazonaws.com";
const certificateUrl = `https://${host}/SimpleNotificationService-${"a1".repeat(16)}.pem`;

function hasOpenssl(): boolean {
  try {
    execFileSync("openssl", ["version"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

type Signed = Readonly<Record<string, string>>;
const notification: Signed = {
  Type: "Notification", MessageId: "m1", TopicArn: topic, Subject: "ALARM", Message: "{\"AlarmName\":\"Disk\",\"NewStateValue\":\"ALARM\"}",
  Timestamp: "2026-11-23T08:59:00.000Z", SigningCertURL: certificateUrl,
};
const confirmation: Signed = {
  Type: "SubscriptionConfirmation", MessageId: "m2", TopicArn: topic, Token: "t", Message: "You have chosen",
  SubscribeURL: `https://${host}/?Action=ConfirmSubscription&Token=t`, Timestamp: "2026-11-23T08:59:00.000Z",
  SigningCertURL: certificateUrl,
};
/** Which fields are signed, in which order, as Amazon writes it down. */
const fieldsOf = ({ Type }: Signed): readonly string[] =>
  Type === "Notification"
    ? ["Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type"]
    : ["Message", "MessageId", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type"];

describe.skipIf(!hasOpenssl())("messages of SNS (skipped where no certificate can be made)", () => {
  let folder = "";
  const made = (name: string, days = "3650"): { readonly pem: string; readonly key: string } => {
    const [csr, key, pem] = ["csr", "key", "pem"].map((end) => join(folder, `${name}.${end}`));
    execFileSync("openssl", [
      "req", "-new", "-newkey", "rsa:2048", "-nodes", "-keyout", String(key), "-out", String(csr), "-subj", `/CN=${name}`,
    ], { stdio: "ignore" });
    execFileSync("openssl", [
      "x509", "-req", "-in", String(csr), "-CA", join(folder, "ca.pem"), "-CAkey", join(folder, "ca.key"), "-CAcreateserial", "-days", days,
      "-out", String(pem),
    ], { stdio: "ignore" });
    return { pem: readFileSync(String(pem), "utf8"), key: readFileSync(String(key), "utf8") };
  };
  let sns = { pem: "", key: "" };
  let other = { pem: "", key: "" };
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "ballast-sns-"));
    execFileSync("openssl", [
      "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", join(folder, "ca.key"), "-out", join(folder, "ca.pem"), "-days", "3650",
      "-subj", "/CN=An authority of this spec",
    ], { stdio: "ignore" });
    [sns, other] = [made("sns.amazonaws.com"), made("example.com")];
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const signed = (message: Signed, { key = sns.key, version = "2" } = {}): Signed => {
    const text = fieldsOf(message).flatMap((name) => (message[name] === undefined ? [] : [`${name}\n${message[name]}\n`])).join("");
    const signature = createSign(version === "1" ? "RSA-SHA1" : "RSA-SHA256").update(text).sign(key, "base64");
    return { ...message, SignatureVersion: version, Signature: signature };
  };
  /** Clocks of a machine that runs this are ahead of a fixed moment: the certificates are valid from now on. */
  const clock = { now: () => new Date(Date.now() + 60_000) };
  const fresh = (message: Signed): Signed => ({ ...message, Timestamp: new Date(Date.now()).toISOString() });
  const why = (body: unknown, { pem = sns.pem, topics = [topic], at = clock.now } = {}) =>
    refusedBySns({ certificates: () => Promise.resolve(pem), now: at }, topics, body);

  it("are taken when SNS has signed them, by either version; whatever comes, where no topic was named", async () => {
    for (const version of ["1", "2"]) {
      expect(await why(signed(fresh(notification), { version }))).toBeNull();
      expect(await why(signed(fresh(confirmation), { version }))).toBeNull();
    }
    const { Subject: _, ...withoutSubject } = notification;
    expect(await why(signed(fresh(withoutSubject)))).toBeNull();
    expect(await why({ anything: 1 }, { topics: [] })).toBeNull();
  });
  it("are refused where anything signed was changed, the version is another, or somebody else has signed", async () => {
    const good = signed(fresh(notification));
    for (const change of [
      { Message: "{}" }, { MessageId: "m9" }, { Subject: "OK" }, { Timestamp: new Date(Date.now() - 1_000).toISOString() },
      { Type: "UnsubscribeConfirmation" }, { Signature: "" }, { Signature: "AAAA" }, { SignatureVersion: "1" },
    ]) expect([change, await why({ ...good, ...change })]).toEqual([change, "its signature does not hold"]);
    for (const SignatureVersion of ["3", "", "constructor", "__proto__"])
      expect(await why({ ...good, SignatureVersion })).toContain("version");
    expect(await why(signed(fresh(notification), { key: other.key }))).toBe("its signature does not hold");
    expect(await why(signed(fresh(notification), { key: other.key }), { pem: other.pem })).toBe("its certificate is not one of SNS");
    expect(await why(good, { pem: "<html>" })).toBe("what stands where its certificate should is none");
    expect(
      await why(good, { at: () => new Date(Date.now() + 60_000), pem: made("sns.amazonaws.com", "0").pem }),
    ).toContain("not valid now");
  });
  it("are refused when they are copies of yesterday's, of other topics, of another shape", async () => {
    expect(await why(signed({ ...notification, Timestamp: "2020-01-01T00:00:00.000Z" }))).toContain("another time");
    expect(await why(signed({ ...notification, Timestamp: "soon" }))).toContain("another time");
    expect(await why(signed({ ...fresh(notification), TopicArn: `${topic}2` }))).toContain("none of the topics");
    for (const body of [
      null, [], "x", { ...notification, Type: "Boast" }, { ruleId: 7 },
    ]) expect(await why(body)).toContain("this is none");
  });
});

describe("the certificate of a message", () => {
  it("is looked for at its topic's own host only, whatever the message says", () => {
    const at = (SigningCertURL: string, TopicArn = topic) =>
      certificateAddress(snsMessage.parse({ ...notification, SigningCertURL, TopicArn }));
    expect(at(certificateUrl)).toEqual({ host, path: new URL(certificateUrl).pathname });
    const china = "arn:aws-cn:sns:cn-north-1:123456789012:alarms";
    expect(at(certificateUrl.replace(host, "sns.cn-north-1.amazonaws.com.cn"), china)?.host).toBe("sns.cn-north-1.amazonaws.com.cn");
    for (const address of [
      certificateUrl.replace("https", "http"), certificateUrl.replace(host, "sns.us-east-1.amazonaws.com"),
      certificateUrl.replace(host, `${host}.evil.example`), certificateUrl.replace(host, `${host}:8443`),
      certificateUrl.replace(host, `a@${host}`), certificateUrl.replace(host, "169.254.169.254"), `${certificateUrl}?x=1`,
      `https://${host}/evil.pem`, `https://${host}/x/../SimpleNotificationService-zz.pem`, "javascript:alert(1)", "", "//",
    ]) expect([address, at(address)]).toEqual([address, null]);
    expect(at(certificateUrl, "arn:aws:sns:evil.example/:1:x")).toBeNull();
  });
});

describe("certificates", () => {
  let server: Server;
  let asked = 0;
  let answering: "pem" | "hanging" | "dripping" | "large" | "elsewhere" | "none" = "pem";
  let get: Get;
  beforeAll(async () => {
    server = createServer((_, response) => {
      asked += 1;
      if (answering === "pem") response.end("PEM");
      if (answering === "dripping") response.write("P");
      if (answering === "large") response.end("x".repeat(100_000));
      if (answering === "elsewhere") response.writeHead(302, { location: "/inside" }).end();
      if (answering === "none") response.writeHead(404).end();
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    get = (url, options) => fetch(`http://127.0.0.1:${port}${new URL(url).pathname}`, options);
  });
  afterAll(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  const address = (name: string) => ({ host, path: `/SimpleNotificationService-${name}.pem` });

  it("are fetched once, whoever asks, and again after a day", async () => {
    let at = 0;
    const of = certificates(get, () => at);
    expect(await Promise.all([of(address("1")), of(address("1"))])).toEqual(["PEM", "PEM"]);
    expect(asked).toBe(1);
    at = 86_400_000;
    await of(address("1"));
    expect(asked).toBe(2);
  });
  it("that hang, drip, are too large, lead elsewhere or are not there are not waited for, and asked for again a little later", async () => {
    for (answering of ["hanging", "dripping", "large", "elsewhere", "none"] as const) {
      let at = 0;
      const of = certificates(get, () => at, 500);
      const before = asked;
      await expect(of(address("2"))).rejects.toThrow("could not be had");
      await expect(of(address("2"))).rejects.toThrow("could not be had");
      expect(asked).toBe(before + 1);
      answering = "pem";
      at = 10_000;
      expect(await of(address("2"))).toBe("PEM");
    }
  });
});

describe("an integration that takes signed messages only", () => {
  it("refuses everything else, says so, and takes whatever comes once it names no topic", async () => {
    const spec = await specServer();
    const app = await specHttp(spec);
    const ada = await spec.person("ada");
    const { url, recordId } = await spec.run(ada, "addIntegration", { kind: "webhook", name: "AWS", severities: { critical: 1 } });
    const to = new URL(url ?? "").pathname;
    const post = async (payload: object) => (await app.inject({ method: "POST", url: to, payload })).statusCode;
    const grafana = { ruleId: 7, ruleName: "CPU", state: "ok", title: "CPU" };
    expect(await post(grafana)).toBe(200);
    await spec.run(ada, "nameSnsTopics", { integrationId: recordId, topics: [topic] });
    expect(await post(grafana)).toBe(400);
    expect(await post({ ...notification, SigningCertURL: "https://169.254.169.254/x.pem" })).toBe(400);
    expect(spec.server.readModel.integrations.get(recordId)).toMatchObject({ snsTopics: [topic] });
    const wrong = ["arn:aws:sqs:eu-west-1:123456789012:alarms", "*", "__proto__"];
    for (const one of wrong)
      await expect(spec.run(ada, "nameSnsTopics", { integrationId: recordId, topics: [one] })).rejects.toMatchObject({ name: "ZodError" });
    const prometheus = await spec.run(ada, "addIntegration", { kind: "alertmanager", name: "Prometheus", severities: { critical: 1 } });
    await expect(spec.run(ada, "nameSnsTopics", { integrationId: prometheus.recordId, topics: [topic] })).rejects.toMatchObject({
      code: "INVALID_INPUT",
    });
    await spec.run(ada, "nameSnsTopics", { integrationId: recordId, topics: [] });
    expect(await post(grafana)).toBe(200);
    await app.close();
    await spec.close();
  });
});
