import type { NamedKind } from "../directory/find-named.ts";
import type { Criterion, ValueField } from "../sources/filter/criterion.ts";
import type { AskContext, AskWorld } from "./answer.ts";
import type { FilterParameters } from "./filter-parameters.ts";
import type { Wanted } from "./parameter.ts";

/** The one user and the one queue that a question is about; `null` where it is about none, or several. */
export interface SelectedParties {
  readonly user: { readonly id: string; readonly name: string | null } | null;
  readonly queue: { readonly id: string; readonly name: string | null } | null;
}

/** What is wanted, with names looked up. */
export interface SelectedFilters {
  readonly criteria: readonly Criterion[];
  readonly parties: SelectedParties;
}

type Find = (text: string) => Promise<{ id: string; name?: string | undefined }>;

/** Names as a person gives them turned into the ids that the API takes. Throws when none or several fit. */
export async function selectFilters(
  world: AskWorld,
  parameters: FilterParameters,
  { signal }: AskContext,
): Promise<SelectedFilters> {
  const named =
    (kind: NamedKind): Find =>
    (text) =>
      world.findNamed(kind, text, signal);
  const user = await select("user", parameters.user, (text) => world.findUser(text, signal));
  const queue = await select("queue", parameters.queue, (text) => world.findQueue(text, signal));
  const criteria = [
    ...user,
    ...queue,
    ...(await select("mediaType", parameters.media, asItIs)),
    ...(await select("direction", parameters.direction, asItIs)),
    ...(await select("wrapUpCode", parameters.wrapUp, named("wrapUpCode"))),
    ...(await select("skill", parameters.skill, named("skill"))),
    ...(await select("division", parameters.division, named("division"))),
    ...(await select("disconnectType", parameters.disconnect, asItIs)),
    ...(await select("ani", parameters.ani, asItIs)),
    ...(await select("dnis", parameters.dnis, asItIs)),
    ...(parameters.attribute ?? []).map(toAttribute),
    ...toDuration(parameters),
  ];
  return { criteria, parties: { user: toParty(user), queue: toParty(queue) } };
}

const asItIs: Find = async (text) => ({ id: text, name: text });

type Values = Extract<Criterion, { kind: "value" }>;

/** At most two criteria: one of these, and none of those. */
async function select(field: ValueField, wanted: readonly Wanted[] | undefined, find: Find): Promise<Values[]> {
  const criteria: Values[] = [];
  for (const not of [false, true]) {
    const found = [];
    for (const { text } of (wanted ?? []).filter((one) => one.not === not)) found.push(await find(text));
    const values = found.map(({ id }) => id);
    if (values.length > 0)
      criteria.push({ kind: "value", field, values, labels: found.map(({ id, name }) => name ?? id), not });
  }
  return criteria;
}

function toAttribute({ text, not }: Wanted): Criterion {
  const [name = "", ...rest] = text.split("=");
  return { kind: "attribute", name, value: rest.length === 0 ? null : rest.join("="), not };
}

function toDuration({ minDuration, maxDuration }: FilterParameters): Criterion[] {
  if (minDuration === undefined && maxDuration === undefined) return [];
  return [{ kind: "duration", minMs: minDuration ?? null, maxMs: maxDuration ?? null }];
}

function toParty(criteria: readonly Values[]): SelectedParties["user"] {
  const [only, ...others] = criteria;
  if (only === undefined || others.length > 0 || only.not || only.values.length !== 1) return null;
  const [id = "", name = null] = [only.values[0], only.labels[0]];
  return { id, name: name === id ? null : name };
}
