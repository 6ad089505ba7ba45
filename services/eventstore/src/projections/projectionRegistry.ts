import { StoreError } from "../failures.ts";
import type { ProjectionAnswer } from "../failures.ts";
import { EVENT_TIMEOUT_MS, Projection } from "./projection.ts";
import type { ProjectionHost } from "./projection.ts";
import { openProjectionTable } from "./projectionTable.ts";
import type { ProjectionDefinition, StoredProjection } from "./projectionTable.ts";
import { ProjectionProcess } from "./projectionProcess.ts";

/** What an update changes; what is undefined stays. */
export type ProjectionUpdate = { readonly name: string; readonly query: string; readonly emitEnabled: boolean | undefined };

/** All custom projections of the server. Changes happen one after the other. */
export class ProjectionRegistry {
  readonly #host: ProjectionHost;
  readonly #projections = new Map<string, Projection>();
  #last: Promise<unknown> = Promise.resolve();

  constructor(host: Omit<ProjectionHost, "table">) {
    this.#host = { ...host, table: openProjectionTable(host.log.database) };
    for (const stored of this.#host.table.all()) this.#add(stored);
  }

  /** @throws StoreError `projectionMissing`. */
  get(name: string, wanted: ProjectionAnswer = "Updated"): Projection {
    const projection = this.#projections.get(name);
    if (projection === undefined) throw new StoreError({ kind: "projectionMissing", projection: name, wanted });
    return projection;
  }

  list(): Projection[] {
    return [...this.#projections.values()];
  }

  /** Creates a projection and starts it. @throws StoreError `projectionExists`, or `invalidArgument` for its code. */
  create(definition: ProjectionDefinition): Promise<void> {
    return this.#inTurn(async () => {
      const { name } = definition;
      if (this.#projections.has(name)) throw new StoreError({ kind: "projectionExists", projection: name });
      await requireReadable(definition);
      const stored = { ...definition, enabled: true, position: 0, state: undefined };
      await this.#save(stored);
      this.#add(stored);
    });
  }

  /** Gives a projection other code; its place and its state stay. @throws StoreError as `create` and `get` do. */
  update({ name, query, emitEnabled }: ProjectionUpdate): Promise<void> {
    return this.#inTurn(async () => {
      const before = this.get(name);
      const changed = { name, query, emitEnabled: emitEnabled ?? before.stored.emitEnabled };
      await requireReadable(changed);
      await before.stop();
      const stored = { ...before.stored, ...changed };
      await this.#save(stored);
      this.#add(stored);
    });
  }

  /** Removes a projection with its place and state; what it wrote stays. @throws StoreError `projectionMissing`. */
  remove(name: string): Promise<void> {
    return this.#inTurn(async () => {
      await this.get(name).stop();
      await this.#host.log.write(() => this.#host.table.remove(name));
      this.#projections.delete(name);
    });
  }

  /** Starts a projection that was stopped or is faulted. @throws StoreError `projectionMissing`. */
  enable(name: string): Promise<void> {
    return this.#inTurn(async () => {
      const projection = this.get(name);
      await this.#save({ ...projection.stored, enabled: true });
      projection.start();
    });
  }

  /** Stops a projection until it is enabled. @throws StoreError `projectionMissing`. */
  disable(name: string): Promise<void> {
    return this.#inTurn(async () => {
      const before = this.get(name);
      await before.stop();
      const stored = { ...before.stored, enabled: false };
      await this.#save(stored);
      this.#add(stored);
    });
  }

  /** Starts every projection that is enabled again from its place, the faulted ones too. */
  restart(): Promise<void> {
    return this.#inTurn(async () => {
      for (const projection of this.list()) {
        await projection.stop();
        this.#add(projection.stored);
      }
    });
  }

  /** Stops all and writes down where they are. */
  close(): Promise<void> {
    return this.#inTurn(async () => {
      await Promise.all(this.list().map((projection) => projection.stop().catch(this.#host.report)));
      this.#projections.clear();
    });
  }

  #add(stored: StoredProjection): void {
    const projection = new Projection(this.#host, stored);
    this.#projections.set(stored.name, projection);
    if (stored.enabled) projection.start();
  }

  #save(stored: StoredProjection): Promise<void> {
    return this.#host.log.write(() => this.#host.table.save(stored));
  }

  #inTurn(change: () => Promise<void>): Promise<void> {
    const result = this.#last.then(change);
    this.#last = result.catch(() => undefined);
    return result;
  }
}

/** Reads the code once, in a process of its own, before anything depends on it. @throws StoreError `invalidArgument`. */
async function requireReadable(definition: ProjectionDefinition): Promise<void> {
  try {
    const code = await ProjectionProcess.open({ ...definition, state: undefined, timeout: EVENT_TIMEOUT_MS });
    await code.close();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const message = `The code of projection '${definition.name}' is refused: ${reason}`;
    throw new StoreError({ kind: "invalidArgument", message });
  }
}
