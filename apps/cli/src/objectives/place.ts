/** What of a file cannot be said here, and why. */
export interface Problem {
  readonly path: string;
  readonly reason: string;
}

/** A value of a file, where it stands, and where problems with it are noted. */
export class Place {
  readonly value: unknown;
  readonly path: string;
  readonly #problems: Problem[];

  constructor(value: unknown, path: string, problems: Problem[]) {
    this.value = value;
    this.path = path;
    this.#problems = problems;
  }

  /** Whether something stands here. */
  get stands(): boolean {
    return this.value !== undefined && this.value !== null;
  }

  /** What stands below; of lists and of others by name, never what they inherit. */
  at(key: string | number): Place {
    const name = typeof key === "number" ? `[${String(key)}]` : `${this.path === "" ? "" : "."}${key}`;
    const { value } = this;
    const below: unknown = typeof value === "object" && value !== null && Object.hasOwn(value, key) ? Reflect.get(value, key) : undefined;
    return new Place(below, `${this.path}${name}`, this.#problems);
  }

  /** The first of these that stands. */
  either(...keys: readonly string[]): Place {
    const places = keys.map((key) => this.at(key));
    return places.find(({ stands }) => stands) ?? places[0] ?? this;
  }

  /** Something else that is said by what stands here. */
  instead(value: unknown): Place {
    return new Place(value, this.path, this.#problems);
  }

  /** Notes what is wrong here. */
  refuse(reason: string): null {
    this.#problems.push({ path: this.path === "" ? "the document" : this.path, reason });
    return null;
  }

  /** A text, or a number as one; null, and noted, where there is none. */
  text(): string | null {
    if (typeof this.value === "string" && this.value.trim() !== "") return this.value.trim();
    if (typeof this.value === "number") return String(this.value);
    return this.refuse(this.stands ? "this is no text" : "it is missing");
  }

  /** A number, or a text that says one. */
  number(): number | null {
    const number = typeof this.value === "number" ? this.value : typeof this.value === "string" ? Number(this.value.trim() || NaN) : NaN;
    return Number.isFinite(number) ? number : this.refuse(this.stands ? "this is no number" : "it is missing");
  }

  /** The items of a list; of anything else none, noted where something else stands. */
  items(): readonly Place[] {
    if (Array.isArray(this.value)) return this.value.map((_, place) => this.at(place));
    if (this.stands) this.refuse("this is no list");
    return [];
  }
}
