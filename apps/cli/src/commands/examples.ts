import { own } from "@ballast/schema/own";
import type { Command } from "commander";

/** What to type, by command: shown by its `--help`. */
const examples: Readonly<Record<string, readonly string[]>> = {
  "start": ["ballast start", "ballast start --empty --port 4100 --data /var/lib/ballast"],
  "completion": ["ballast completion bash", "ballast completion zsh", "ballast completion fish"],
  "doctor": ["ballast doctor", "ballast doctor --json"],
  "demo": ["ballast demo"],
  "service": ["ballast service register checkout --name Checkout", "ballast service environment checkout production", "ballast service list"],
  "service list": ["ballast service list --text pay"],
  "service show": ["ballast service show checkout"],
  "service register": ["ballast service register checkout --name Checkout --repository https://git.example.org/checkout"],
  "service environment": ["ballast service environment checkout production", "ballast service environment legacy production --target observed", "ballast service environment checkout lab --remove \"nobody uses it\""],
  "service plan": ["ballast service plan checkout production --steps 1,10,50,100 --bake 5m --soak 30m", "ballast service plan checkout production --file plan.json"],
  "service thresholds": ["ballast service thresholds checkout --errors 2 --customers 100"],
  "service rotation": ["ballast service rotation checkout \"First line\"", "ballast service rotation checkout Leads --purpose commander", "ballast service rotation checkout --none"],
  "release": ["ballast release record checkout v2 --git . --command node --arg server.js", "ballast release compare checkout v1 v2"],
  "release list": ["ballast release list --service checkout --from \"30d ago\"", "ballast release list --text \"connection pool\""],
  "release show": ["ballast release show checkout v2"],
  "release record": ["ballast release record checkout v2 --git . --command node --arg server.js", "ballast release record checkout v2 --commits commits.json --unsafe \"the schema cannot go back\""],
  "release compare": ["ballast release compare checkout v1 v2"],
  "deploy": ["ballast deploy checkout v2 --watch", "ballast deploy checkout v4 --dry-run", "ballast deploy list --service checkout"],
  "deploy request": ["ballast deploy checkout v2 --watch", "ballast deploy request checkout v2 --environment staging --reason \"the sale begins\""],
  "deploy watch": ["ballast deploy watch 6d2c2f0e-7c5b-5d0a-9d7b-0d6d6f6f9a11"],
  "deploy list": ["ballast deploy list --service checkout --environment production"],
  "deploy show": ["ballast deploy show 6d2c2f0e-7c5b-5d0a-9d7b-0d6d6f6f9a11 --json"],
  "deploy pause": ["ballast deploy pause 6d2c2f0e-7c5b-5d0a-9d7b-0d6d6f6f9a11 --reason \"looking at a customer's report\""],
  "deploy resume": ["ballast deploy resume 6d2c2f0e-7c5b-5d0a-9d7b-0d6d6f6f9a11"],
  "deploy promote": ["ballast deploy promote 6d2c2f0e-7c5b-5d0a-9d7b-0d6d6f6f9a11", "ballast deploy promote 6d2c2f0e-7c5b-5d0a-9d7b-0d6d6f6f9a11 --full --reason \"the fix is needed now\""],
  "deploy abort": ["ballast deploy abort 6d2c2f0e-7c5b-5d0a-9d7b-0d6d6f6f9a11 --reason \"the wrong build\""],
  "deploy lift-hold": ["ballast deploy lift-hold 6d2c2f0e-7c5b-5d0a-9d7b-0d6d6f6f9a11 --reason \"it is the fix\""],
  "deploy release-hold": ["ballast deploy release-hold checkout --reason \"v4 reverts the bad commits\""],
  "rollback": ["ballast rollback checkout", "ballast rollback checkout --to v1 --reason \"payments fail\" --yes", "ballast rollback checkout --direct --yes"],
  "incident": ["ballast incident declare \"Payments fail\" --service checkout --severity 2", "ballast incident ack", "ballast incident timeline 12"],
  "incident declare": ["ballast incident declare \"Payments fail\" --service checkout --severity 2 --impact major", "ballast incident declare \"Exercise: region lost\" --drill"],
  "incident list": ["ballast incident list --open", "ballast incident list --service checkout --limit 50"],
  "incident show": ["ballast incident show 12"],
  "incident timeline": ["ballast incident timeline 12", "ballast incident timeline INC-12 --known 2026-11-23T09:20:00Z"],
  "incident state": ["ballast incident state 12 monitoring --reason \"the rollback is through\""],
  "incident resolve": ["ballast incident resolve 12 --reason \"errors are back to normal\" --at \"5m ago\""],
  "incident update": ["ballast incident update 12 \"We are rolling back\" --public --status identified --next 20m"],
  "incident role": ["ballast incident role 12 commander", "ballast incident role 12 scribe ada", "ballast incident role 12 commander --leave"],
  "incident ack": ["ballast incident ack", "ballast incident ack 12"],
  "incident entry": ["ballast incident entry 12 \"Restarted the payment gateway\" --at \"10m ago\" --pin"],
  "incident link": ["ballast incident link 12 caused deploy 6d2c2f0e-7c5b-5d0a-9d7b-0d6d6f6f9a11 --confidence sure"],
  "oncall": ["ballast oncall", "ballast oncall create \"First line\" --people ada,bob --zone Europe/Zurich"],
  "oncall now": ["ballast oncall", "ballast oncall now --json"],
  "oncall show": ["ballast oncall show \"First line\" --for 28d"],
  "oncall create": ["ballast oncall create \"First line\" --people ada,bob --zone Europe/Zurich --every week --weekday 1 --at 09:00"],
  "oncall add": ["ballast oncall add \"First line\" dan", "ballast oncall add \"First line\" dan --after ada"],
  "oncall remove": ["ballast oncall remove \"First line\" ada", "ballast oncall remove \"First line\" ada --taker dan --yes"],
  "oncall override": ["ballast oncall override \"First line\" bob --from 2026-12-24T09:00:00Z --to 2026-12-27T09:00:00Z --reason \"holiday\""],
  "oncall remove-override": ["ballast oncall remove-override \"First line\" 2f1f4a52-59a5-4b5f-8f25-0c1f1e0f4d12 --reason \"back early\""],
  "person": ["ballast person list", "ballast person remove ada --others"],
  "person list": ["ballast person list"],
  "person remove": ["ballast person remove ada --taker \"First line=dan\"", "ballast person remove ada --others --owner Prometheus=dan --yes", "ballast person remove ada --leave-empty"],
  "import": ["ballast import git ../checkout --service checkout --tags 'v*'", "ballast import incidents incidents.jsonl --service checkout --dry-run"],
  "import incidents": ["ballast import incidents incidents.jsonl --service checkout --dry-run", "zcat incidents.jsonl.gz | ballast import incidents - --service checkout --json"],
  "import statuspage": ["ballast import statuspage https://status.example.com/api/v2/incidents.json --service checkout", "ballast import statuspage incidents.json --service checkout --register"],
  "import releases": ["ballast import releases releases.jsonl --service checkout --json"],
  "import git": ["ballast import git ../checkout --service checkout --tags 'v*'", "ballast import git /srv/git/checkout.git --service checkout --dry-run"],
  "report": ["ballast report delivery --service checkout --from 2026-01-01 --to 2026-07-01", "ballast report incidents --service checkout --json"],
  "report incidents": ["ballast report incidents --service checkout", "ballast report incidents --service checkout --from 2026-01-01 --to 2026-07-01 --json"],
  "report availability": ["ballast report availability --service checkout --from 2026-01-01 --to 2026-07-01 --impact major,critical"],
  "report months": ["ballast report months --from 2026-01-01 --to 2026-07-01", "ballast report months --service checkout --from 2026-01-01 --to 2027-01-01 --zone Europe/Zurich --json"],
  "report delivery": ["ballast report delivery --service checkout --from 2026-01-01 --to 2026-07-01", "ballast report delivery --service checkout --from 2026-01-01 --to 2026-07-01 --basis deploys --json"],
  "query": ["ballast query '{ now { sentence } }'", "ballast query --file report.graphql --variables '{\"service\": \"checkout\"}'", "echo '{ health { position } }' | ballast query -"],
  "tail": ["ballast tail", "ballast tail --types DeployRequested,DeploySucceeded --json", "ballast tail --from 0 --no-follow"],
  "token": ["ballast token issue ci --roles engineer --service checkout --expires 90d", "ballast token list", "ballast token revoke ci"],
  "token issue": ["ballast token issue ci --roles engineer --service checkout --expires 90d"],
  "token list": ["ballast token list --json"],
  "token revoke": ["ballast token revoke ci"],
  "sign-in": ["ballast sign-in"],
  "eventstore": ["ballast eventstore --port 2113 --data ./data", "ballast eventstore --host 0.0.0.0 --data ./data --tls-cert cert.pem --tls-key key.pem --users users.json"],
  "eventstore stats": ["ballast eventstore stats", "ballast eventstore stats --data ./data --json"],
  "eventstore verify": ["ballast eventstore verify --data /backups/monday.sqlite"],
  "eventstore backup": ["ballast eventstore backup /backups/monday.sqlite"],
  "eventstore restore": ["ballast eventstore restore /backups/monday.sqlite --data ./data"],
  "eventstore compact": ["ballast eventstore compact --data ./data --yes"],
  "eventstore copy": ["ballast eventstore copy --to 'esdb://admin:changeit@cluster:2113'"],
};

/** The words that lead to a command, without the program's own name. */
const pathOf = (command: Command): string => (command.parent === null ? "" : `${pathOf(command.parent)} ${command.name()}`.trim());

/** Every command below this one, those with commands of their own included. */
export const commandsBelow = (command: Command): readonly Command[] => command.commands.flatMap((one) => [one, ...commandsBelow(one)]);

/** The examples of a command; none where nobody wrote any. */
export const examplesOf = (command: Command): readonly string[] => own(examples, pathOf(command)) ?? [];

/** Gives every command that has examples a help that ends with them. */
export function addExamples(program: Command): void {
  for (const command of commandsBelow(program)) {
    const lines = examplesOf(command).map((line) => `  $ ${line}`);
    if (lines.length > 0) command.addHelpText("after", ["", "Examples:", ...lines, ""].join("\n"));
  }
}
