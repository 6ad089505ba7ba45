/**
 * What somebody, or a token, may do; the table below says what each role carries. No person is an application, whose tokens ask for flags,
 * or a calendar, whose address shows what is due.
 */
export const roles = ["viewer", "engineer", "responder", "commander", "tpm", "admin", "application", "calendar"] as const;
export type Role = (typeof roles)[number];
/** Roles that people have. */
export const rolesOfPeople: readonly Role[] = roles.filter((role) => role !== "application" && role !== "calendar");

/**
 * Who may do what. One table: the API enforces it, the console hides by it, the documentation is made from it.
 * Reading needs a sign-in and nothing else; anyone signed in may declare an incident, answer a page, and change
 * their own name, contacts and password (`person.self`; those of others take `person.write`).
 */
export const permissions = {
  "read": ["viewer", "engineer", "responder", "commander", "tpm", "admin"],
  "service.write": ["engineer", "tpm", "admin"],
  "release.record": ["engineer", "admin"],
  "deploy.run": ["engineer", "admin"],
  // Beside the right to deploy: over a gate that is closed, with a reason.
  "deploy.override": ["commander", "tpm", "admin"],
  "deploy.rollback": ["engineer", "responder", "commander", "admin"],
  "hold.release": ["engineer", "commander", "admin"],
  "incident.declare": ["viewer", "engineer", "responder", "commander", "tpm", "admin"],
  "incident.work": ["engineer", "responder", "commander", "tpm", "admin"],
  // What incidents of a type have, roles, a checklist, a conference link; and the matrix by which severities are proposed.
  "incidentType.write": ["commander", "tpm", "admin"],
  "page.acknowledge": ["viewer", "engineer", "responder", "commander", "tpm", "admin"],
  "rotation.write": ["engineer", "responder", "commander", "tpm", "admin"],
  "flag.write": ["engineer", "admin"],
  "flag.approve": ["engineer", "admin"],
  "flag.kill": ["engineer", "responder", "commander", "admin"],
  "flag.policy": ["admin"],
  "flag.evaluate": ["application"],
  // The address of somebody's calendar: what they may see of days that are promised, and nothing else.
  "calendar.read": ["calendar"],
  "customer.write": ["engineer", "tpm", "admin"],
  "risk.write": ["engineer", "tpm", "admin"],
  // Who owns a risk or a mitigation changes it, whatever their role.
  "risk.own": ["viewer", "engineer", "responder", "commander", "tpm", "admin"],
  "risk.accept": ["tpm", "admin"],
  "action.write": ["engineer", "tpm", "admin"],
  // Who owns an action changes it, whatever their role.
  "action.own": ["viewer", "engineer", "responder", "commander", "tpm", "admin"],
  // What services are held to, policies, training, the list of technologies; and who decides on exemptions, never who asked.
  "readiness.rule": ["tpm", "admin"],
  "readiness.write": ["engineer", "tpm", "admin"],
  // Who owns a service states and asks for it, and everybody acknowledges for themselves, whatever their role.
  "readiness.own": ["viewer", "engineer", "responder", "commander", "tpm", "admin"],
  // What a review learned, and what comes of it.
  "review.write": ["engineer", "responder", "commander", "tpm", "admin"],
  "review.publish": ["commander", "tpm", "admin"],
  // Series of reviews. Who owns one runs it, and who takes part in one writes in it, whatever their role.
  "forum.write": ["tpm", "admin"],
  "forum.own": ["viewer", "engineer", "responder", "commander", "tpm", "admin"],
  // Exercises, of which those who are on call may not know beforehand.
  "drill.write": ["commander", "tpm", "admin"],
  // What the public reads of how things are.
  "statusPage.write": ["commander", "tpm", "admin"],
  // Who hears of status pages: their addresses are personal data.
  "subscriber.write": ["tpm", "admin"],
  // Which alerts call whom, and work during which they may be silent.
  "alertRule.write": ["engineer", "commander", "tpm", "admin"],
  "maintenance.write": ["engineer", "responder", "commander", "tpm", "admin"],
  "import.run": ["engineer", "tpm", "admin"],
  "token.issue": ["engineer", "responder", "commander", "tpm", "admin"],
  "person.self": ["viewer", "engineer", "responder", "commander", "tpm", "admin"],
  "person.write": ["admin"],
  "integration.write": ["admin"],
  "objective.write": ["tpm", "admin"],
} as const satisfies Record<string, readonly Role[]>;

export type Permission = keyof typeof permissions;
