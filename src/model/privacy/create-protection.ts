import { isAddress, toBareAddress } from "../address-forms.ts";
import type { Level, Owner, PersonalField } from "./personal-fields.ts";
import { needsKey, type PrivacyChoice, type PrivacyField, type PrivacyPolicy, stricter } from "./privacy-policy.ts";
import { type Search, toSearch } from "./record-search.ts";
import { rememberAnswers } from "./remember-answers.ts";
import { createValueHash, isHashed, type ValueHash } from "./value-hash.ts";

/** What is no record is handed back: whoever reads it says why. */
export type Protection = <T>(record: T) => T;

/** Kinds whose values say by themselves who somebody is, wherever they stand; a note or an attribute may be any word. */
const TELLING: readonly PrivacyField[] = ["ani", "dnis", "names", "addresses", "contacts"];

/** Kinds whose values are the same in whichever form of an address they are written. */
const REACHABLE: readonly PrivacyField[] = ["ani", "dnis", "names", "addresses"];

/** Values of this record that are protected somewhere in it, by their bare form: what stands for them, `null` for nothing. */
type Exposed = Map<string, string | null>;

interface Rules {
  readonly policy: PrivacyPolicy;
  readonly hash: ValueHash;
  readonly bare: (text: string) => string;
  /** Which fields may hold what is protected wherever it stands, and where to look for them. */
  readonly telling: Search;
  /** Which fields the policy protects, where nothing else is exposed. */
  readonly chosen: Search;
}

const EVERYWHERE = toSearch(() => true);

/**
 * What a store may hold of a record, by a policy: fields to `drop` are absent (keys too), fields to `hash` hold `hash:…` in place of each text,
 * everything else is as it was, fields that are unknown included. The record itself is not changed, and copied only where it differs.
 * A telling value that is protected in one personal field is protected in all of this record, by the strictest choice: numbers stand in several,
 * attributes too.
 * Applying it again changes nothing. The key is that of the store; without one, a policy that hashes is a mistake.
 */
export function createProtection(policy: PrivacyPolicy, key: Uint8Array | null): Protection {
  if (Object.values(policy).every((choice) => choice === "keep")) return (record) => record;
  if (key === null && needsKey(policy)) throw new TypeError("a policy that hashes needs a key");
  const rules = toRules(policy, key ?? new Uint8Array());
  return (record) => {
    if (!isOwner(record)) return record;
    const exposed: Exposed = new Map();
    collectExposed(record, "conversation", rules, exposed);
    const search = exposed.size === 0 ? rules.chosen : EVERYWHERE;
    return protectOwner(record, "conversation", search, rules, exposed) as typeof record;
  };
}

function toRules(policy: PrivacyPolicy, key: Uint8Array): Rules {
  const isChosen = ({ kind }: PersonalField) => policy[kind] !== "keep";
  const isTelling = (field: PersonalField) =>
    TELLING.includes(field.kind) && (isChosen(field) || (field.kind === "names" && policy.addresses !== "keep"));
  return {
    policy,
    hash: createValueHash(key),
    bare: rememberAnswers(toBareAddress),
    telling: toSearch(isTelling),
    chosen: toSearch(isChosen),
  };
}

function collectExposed(owner: Owner, level: Level, rules: Rules, exposed: Exposed): void {
  const { fields, parts } = rules.telling[level];
  for (const { field, kind, only } of fields) {
    const value = owner[field];
    if (isNothing(value) || only?.holds(value, owner) === false) continue;
    forEachText(value, (text) => expose(text, kind, rules, exposed));
  }
  for (const [field, part] of parts)
    for (const child of listOf(owner[field])) if (isOwner(child)) collectExposed(child, part, rules, exposed);
}

function expose(text: string, kind: PrivacyField, { policy, hash, bare }: Rules, exposed: Exposed): void {
  const choice = chooseFor(kind, text, policy);
  const known = bare(text);
  if (choice === "keep" || known === "" || isHashed(text)) return;
  if (choice === "drop") exposed.set(known, null);
  else if (!exposed.has(known)) exposed.set(known, hashOf(text, kind, hash));
}

function hashOf(text: string, kind: PrivacyField, hash: ValueHash): string {
  return REACHABLE.includes(kind) ? hash.address(text) : hash.text(text);
}

/** A caller without a name is named by their number, so that a name may be an address too. */
function chooseFor(kind: PrivacyField, text: string, policy: PrivacyPolicy): PrivacyChoice {
  return kind === "names" && isAddress(text) ? stricter(policy.names, policy.addresses) : policy[kind];
}

function protectOwner(owner: Owner, level: Level, search: Search, rules: Rules, exposed: Exposed): Owner {
  const changes = new Map<string, unknown>();
  const { fields, parts } = search[level];
  for (const { field, kind, only } of fields) {
    const value = owner[field];
    if (isNothing(value) || only?.holds(value, owner) === false) continue;
    const next = protectValue(value, kind, rules, exposed);
    if (next !== value) changes.set(field, next);
  }
  for (const [field, part] of parts) {
    const value = owner[field];
    const next = mapParts(value, (child) => protectOwner(child, part, search, rules, exposed));
    if (next !== value) changes.set(field, next);
  }
  return withChanges(owner, changes);
}

/** `undefined` in a change means that the key is to go. Never by assignment: an attribute may be named `__proto__`. */
function withChanges(owner: Owner, changes: ReadonlyMap<string, unknown>): Owner {
  if (changes.size === 0) return owner;
  const changed: Owner = { ...owner, ...Object.fromEntries(changes) };
  for (const next of changes.values()) if (next === undefined) return withoutAbsent(changed);
  return changed;
}

function withoutAbsent(owner: Owner): Owner {
  return Object.fromEntries(Object.entries(owner).filter(([, value]) => value !== undefined));
}

/** Whatever shape it came in: a text, a list of them, an object of them; `undefined` when nothing may stay. */
function protectValue(value: unknown, kind: PrivacyField, rules: Rules, exposed: Exposed): unknown {
  if (isNothing(value)) return value;
  if (rules.policy[kind] === "drop") return undefined;
  if (typeof value !== "object") return protectScalar(value, kind, rules, exposed);
  const inner = (one: unknown) => protectValue(one, kind, rules, exposed);
  if (!Array.isArray(value)) return withChanges(value as Owner, changesOf(value, inner));
  const next = value.map(inner);
  return next.every((one, index) => one === value[index]) ? value : next.filter((one) => one !== undefined);
}

function changesOf(value: object, change: (one: unknown) => unknown): Map<string, unknown> {
  const entries = Object.entries(value).map(([name, one]) => [name, one, change(one)] as const);
  return new Map(entries.filter(([, one, next]) => next !== one).map(([name, , next]) => [name, next]));
}

function protectScalar(value: unknown, kind: PrivacyField, { policy, hash, bare }: Rules, exposed: Exposed): unknown {
  const text = String(value);
  const own = chooseFor(kind, text, policy);
  const elsewhere = exposed.get(bare(text));
  if (own === "drop" || elsewhere === null) return undefined;
  return own === "hash" ? hashOf(text, kind, hash) : (elsewhere ?? value);
}

function mapParts(value: unknown, change: (child: Owner) => Owner): unknown {
  if (!Array.isArray(value)) return isOwner(value) ? change(value) : value;
  const next = value.map((child: unknown) => (isOwner(child) ? change(child) : child));
  return next.every((child, index) => child === value[index]) ? value : next;
}

function forEachText(value: unknown, visit: (text: string) => void): void {
  if (isNothing(value)) return;
  if (typeof value !== "object") visit(String(value));
  else for (const one of Object.values(value)) forEachText(one, visit);
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [value];
}

function isOwner(value: unknown): value is Owner {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isNothing(value: unknown): value is null | undefined {
  return value === undefined || value === null;
}
