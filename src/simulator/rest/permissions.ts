import type { Directory } from "../directory.ts";
import { ApiRefusal } from "./api-refusal.ts";

/** What the client may do, and in which divisions. */
export class Grant {
  readonly #without: ReadonlySet<string>;
  /** Undefined: in all of them. */
  readonly #divisionIds: ReadonlySet<string> | undefined;

  constructor(directory: Directory, withoutPermissions: readonly string[], divisions: readonly string[]) {
    this.#without = new Set(withoutPermissions);
    const wanted = new Set(divisions);
    const granted = directory.divisions
      .filter(({ id, name }) => wanted.has(name) || wanted.has(id))
      .map(({ id }) => id);
    this.#divisionIds = divisions.length === 0 ? undefined : new Set(granted);
  }

  get coversAll(): boolean {
    return this.#divisionIds === undefined;
  }

  has(permission: string): boolean {
    return !this.#without.has(permission);
  }

  /** Refuses unless the client has one of them; without any, everybody may. */
  requireAny(permissions: readonly string[]): void {
    if (permissions.length === 0 || permissions.some((permission) => this.has(permission))) return;
    const names = `[${permissions.join(", ")}]`;
    const start =
      "Unable to perform the requested action. You must have at least one of the following permissions assigned:";
    throw new ApiRefusal(403, "missing.any.permissions", `${start} ${names}`, {
      messageWithParams: `${start} {permissions}`,
      messageParams: { permissions: names },
    });
  }

  covers(divisionIds: readonly string[]): boolean {
    const granted = this.#divisionIds;
    return granted === undefined || divisionIds.some((id) => granted.has(id));
  }
}
