import type { Api } from "../api/api.ts";
import { listDivisions } from "../api/endpoints/authorization.ts";
import { type NamedEntity, searchSkills, searchWrapUpCodes } from "../api/endpoints/routing.ts";
import { AppError } from "../base/app-error.ts";

export type NamedKind = "wrapUpCode" | "skill" | "division";

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
/** Built-in codes such as `ININ-WRAP-UP-TIMEOUT` are their own id and stand in no listing. */
const BUILT_IN = /^ININ-/i;
const LISTED = 20;

const KINDS: Readonly<
  Record<
    NamedKind,
    { noun: string; search: (api: Api, text: string, signal?: AbortSignal) => AsyncGenerator<NamedEntity> }
  >
> = {
  wrapUpCode: { noun: "wrap-up code", search: searchWrapUpCodes },
  skill: { noun: "skill", search: searchSkills },
  // Few, and their listing does not search within names everywhere.
  division: { noun: "division", search: (api, _text, signal) => listDivisions(api, signal) },
};

/**
 * The wrap-up code, skill or division that a person means by an id or a name: the whole name (any case) first; a part of
 * one suffices when it fits no other. Throws `NAME_UNKNOWN` (not-found) and `NAME_AMBIGUOUS` (input).
 */
export async function findNamed(api: Api, kind: NamedKind, text: string, signal?: AbortSignal): Promise<NamedEntity> {
  if (UUID.test(text)) return { id: text.toLowerCase() };
  if (kind === "wrapUpCode" && BUILT_IN.test(text)) return { id: text.toUpperCase() };
  const { noun, search } = KINDS[kind];
  const wanted = text.trim().toLowerCase();
  const candidates: NamedEntity[] = [];
  for await (const entity of search(api, text.trim(), signal)) {
    if (entity.name?.toLowerCase().includes(wanted) === true) candidates.push(entity);
  }
  const exact = candidates.filter(({ name }) => name?.toLowerCase() === wanted);
  const fitting = exact.length > 0 ? exact : candidates;
  const [only, ...others] = fitting;
  if (only === undefined) throw unknownName(noun, text);
  if (others.length > 0) throw ambiguousName(noun, text, fitting);
  return only;
}

function unknownName(noun: string, text: string): AppError {
  return new AppError({
    kind: "not-found",
    code: "NAME_UNKNOWN",
    message: `There is no ${noun} ${JSON.stringify(text)} that this client can see.`,
    hint: `Give the id or the name of a ${noun}, or a part of it.`,
  });
}

function ambiguousName(noun: string, text: string, fitting: readonly NamedEntity[]): AppError {
  const listed = fitting.slice(0, LISTED).map(({ id, name }) => `  ${name ?? "(no name)"} ${id}`);
  const more = fitting.length > LISTED ? [`  … and ${fitting.length - LISTED} more`] : [];
  return new AppError({
    kind: "input",
    code: "NAME_AMBIGUOUS",
    message: `${JSON.stringify(text)} fits ${fitting.length} ${noun}s:\n${[...listed, ...more].join("\n")}`,
    hint: "Say which one by its whole name or id.",
  });
}
