import { CopyField } from "../marks/CopyField.tsx";
import { ShownOnce } from "../marks/ShownOnce.tsx";
import type { Opened } from "./AddIntegrationDialog.tsx";

/** What the secret is called where it is entered. */
const secretWords: Readonly<Partial<Record<Opened["kind"], string>>> = {
  github: "Secret", pagerduty: "Integration key (routing_key)", opsgenie: "API key (GenieKey)",
};

function HowTo({ kind, url }: Pick<Opened, "kind" | "url">) {
  switch (kind) {
    case "github":
      return (
        <p>
          On GitHub: the repository’s Settings, Webhooks, Add webhook. Content type <code>application/json</code>; events: releases,
          deployments, deployment statuses.
        </p>
      );
    case "alertmanager":
      return (
        <>
          <p>In the Alertmanager’s configuration:</p>
          <pre tabIndex={0}>{`receivers:\n  - name: ballast\n    webhook_configs:\n      - url: ${url}\n        send_resolved: true`}</pre>
        </>
      );
    case "pagerduty":
      return (
        <p>
          Wherever a tool has PagerDuty’s integration key, enter this one, and this server instead of
          {" "}<code>events.pagerduty.com</code>; changes go to <code>/v2/change/enqueue</code>.
        </p>
      );
    case "opsgenie":
      return (
        <p>
          Wherever a tool has Opsgenie’s API key, enter this one, and this server instead of
          {" "}<code>api.opsgenie.com</code>. Alerts are closed and acknowledged by their alias; heartbeats are pinged by their name.
        </p>
      );
    case "cloudevents":
      return <p>One event as JSON or in headers, or a batch: deploys and incidents of the CDEvents vocabulary are recorded, others are answered and left.</p>;
    case "webhook":
      return (
        <p>
          Enter this address as a webhook in Grafana, Pingdom, CloudWatch (through SNS), Google Cloud Monitoring, New Relic, Graylog, Riemann or
          VMware. Whose it is, is told by its shape; what came, and what became of it, stands at the integration.
        </p>
      );
    case "json":
      return <p>Send it any JSON that its mapping reads.</p>;
  }
}

/** Address and secret of a door that was just opened: they are shown this once. */
export function OpenedDoor({ kind, name, url, secret, onClose }: Opened & { onClose: () => void }) {
  return (
    <ShownOnce title={`${name} may come in`} onClose={onClose}>
      <CopyField label={kind === "github" ? "Payload URL" : secret === null ? "Address, with its key" : "Address"} value={url} />
      {secret === null ? null : <CopyField label={secretWords[kind] ?? "Secret"} value={secret} />}
      <HowTo kind={kind} url={url} />
    </ShownOnce>
  );
}
