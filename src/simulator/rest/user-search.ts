import { createExpander } from "../now/user-expansions.ts";
import { badRequest, invalidValue } from "./api-refusal.ts";
import { readJson, toText } from "./json-body.ts";
import { isObject, type JsonObject } from "./json-object.ts";
import { type ApiRequest, ok, type Reply, type Service } from "./service.ts";
import { toUser, type UserEntity } from "./user-entity.ts";

const FIELDS = ["name", "email", "id", "state"] as const;
const TYPES = ["EXACT", "STARTS_WITH", "CONTAINS", "TERM", "TERMS", "QUERY_STRING", "SIMPLE", "MATCH_ALL"] as const;
type Field = (typeof FIELDS)[number];

const DEFAULT_PAGE_SIZE = 25;
const LARGEST_PAGE = 100;

type Test = (user: UserEntity) => boolean;

/** `POST /api/v2/users/search`; the criteria of one list must all hold, unless one says OR. Active users, unless asked by state. */
export async function searchUsers(service: Service, request: ApiRequest): Promise<Reply> {
  const body = await readJson(service, request);
  const criteria = body["query"] ?? [];
  if (!Array.isArray(criteria)) throw badRequest();
  const matches = toTest(criteria);
  const expand = createExpander(service, readExpand(body["expand"]));
  const byState = JSON.stringify(criteria).includes('"state"');
  const found = service.directory.users
    .map((user) => toUser(service, user))
    .filter((user) => (byState || user.state === "active") && matches(user))
    .sort((a, b) => a.name.localeCompare(b.name, "en"));
  if (/^desc/i.test(toText(body["sortOrder"]))) found.reverse();
  const pageSize = readNumber(body["pageSize"], DEFAULT_PAGE_SIZE);
  const pageNumber = readNumber(body["pageNumber"], 1);
  if (pageSize > LARGEST_PAGE) throw badRequest(`The page size may not exceed ${LARGEST_PAGE}.`);
  return ok({
    total: found.length,
    pageCount: Math.ceil(found.length / pageSize),
    pageSize,
    pageNumber,
    types: ["users"],
    results: found
      .slice((pageNumber - 1) * pageSize, pageNumber * pageSize)
      .map((user) => ({ ...user, ...expand(user.id) })),
  });
}

function readExpand(value: unknown): readonly string[] {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) throw badRequest();
  return value.map(String);
}

function toTest(criteria: readonly unknown[]): Test {
  let result: Test = () => true;
  criteria.forEach((criterion, index) => {
    if (!isObject(criterion)) throw badRequest();
    const test = toCriterion(criterion);
    const before = result;
    const operator = toText(criterion["operator"] ?? "AND");
    if (!["AND", "OR", "NOT"].includes(operator)) throw invalidValue(operator, "Operator", ["AND", "OR", "NOT"]);
    if (index === 0) result = operator === "NOT" ? (user) => !test(user) : test;
    else if (operator === "OR") result = (user) => before(user) || test(user);
    else if (operator === "NOT") result = (user) => before(user) && !test(user);
    else result = (user) => before(user) && test(user);
  });
  return result;
}

function toCriterion(criterion: JsonObject): Test {
  const { group, type, fields, value, values } = criterion;
  if (Array.isArray(group)) return toTest(group);
  if (typeof type !== "string" || !(TYPES as readonly string[]).includes(type))
    throw invalidValue(type, "SearchType", TYPES);
  if (type === "MATCH_ALL") return () => true;
  const names = Array.isArray(fields) ? fields : [];
  for (const name of names)
    if (!(FIELDS as readonly unknown[]).includes(name)) throw invalidValue(name, "Field", FIELDS);
  const wanted = (Array.isArray(values) ? values : [value]).map((one) => toText(one ?? "").toLowerCase());
  const matches = toComparison(type);
  return (user) => (names as Field[]).some((name) => wanted.some((one) => matches(user[name].toLowerCase(), one)));
}

function toComparison(type: string): (actual: string, wanted: string) => boolean {
  switch (type) {
    case "EXACT":
      return (actual, wanted) => actual === wanted;
    case "STARTS_WITH":
      return (actual, wanted) => actual.startsWith(wanted) || words(actual).some((word) => word.startsWith(wanted));
    case "CONTAINS":
      return (actual, wanted) => actual.includes(wanted);
    default:
      return (actual, wanted) => words(wanted).every((word) => words(actual).includes(word)) || actual === wanted;
  }
}

function words(text: string): string[] {
  return text.split(/[\s.@]+/).filter((word) => word !== "");
}

function readNumber(value: unknown, byDefault: number): number {
  if (value === undefined) return byDefault;
  if (typeof value !== "number" || !Number.isInteger(value) || value < 1) throw badRequest();
  return value;
}
