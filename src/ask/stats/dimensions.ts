import type { EntityKind } from "../../directory/directory.ts";
import type { ValueField } from "../../sources/filter/criterion.ts";
import { FIELDS } from "../../sources/filter/criterion.ts";

interface GroupDimension {
  /** What a filter of the same name narrows. */
  readonly field: ValueField;
  /** Columns of a row: what stands in the record, and its name where it has one. */
  readonly id: string;
  readonly name: string | null;
  readonly title: string;
  readonly kind: EntityKind | null;
}

/** What statistics can be grouped by. */
export const GROUP_DIMENSIONS = {
  queue: { field: "queue", id: "queueId", name: "queueName", title: "Queue", kind: "queue" },
  user: { field: "user", id: "userId", name: "userName", title: "User", kind: "user" },
  media: { field: "mediaType", id: "mediaType", name: null, title: "Media", kind: null },
  direction: { field: "direction", id: "originatingDirection", name: null, title: "Direction", kind: null },
  "wrap-up": { field: "wrapUpCode", id: "wrapUpCode", name: "wrapUpCodeName", title: "Wrap-up", kind: "wrapUpCode" },
  division: { field: "division", id: "divisionId", name: "divisionName", title: "Division", kind: "division" },
} as const satisfies Readonly<Record<string, GroupDimension>>;

export type GroupName = keyof typeof GROUP_DIMENSIONS;

export const GROUP_NAMES = Object.keys(GROUP_DIMENSIONS) as GroupName[];

/** The dimensions of aggregates have the names of those of details. */
export function toDimension(name: GroupName): string {
  return FIELDS[GROUP_DIMENSIONS[name].field].dimension;
}
