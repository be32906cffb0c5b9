import { ruleOf, type TopicRule } from "../notifications/topic-rules.ts";
import { TOPIC_TEMPLATES } from "../notifications/topic-templates.ts";
import { invalidValue } from "./api-refusal.ts";
import { readList } from "./entity-listing.ts";
import { readFlag } from "./read-flag.ts";
import { type ApiRequest, ok, type Reply, type Service } from "./service.ts";

/** Of each topic, only when it is asked for. */
const EXPANSIONS: Readonly<Record<string, (template: string, rule: TopicRule) => object>> = {
  description: () => ({ description: "" }),
  enforced: () => ({ enforced: true }),
  // What the bodies look like, the SDK's types say.
  schema: () => ({ schema: { properties: {} } }),
  visibility: (template) => ({ visibility: isPreview(template) ? "Preview" : "Public" }),
  transports: () => ({ transports: ["All"] }),
  publicApiTemplateUriPaths: () => ({ publicApiTemplateUriPaths: [] }),
  requiresPermissions: (_, { permissions, divisionOf, currentUser }) => ({
    requiresPermissions: permissions,
    requiresDivisionPermissions: divisionOf !== undefined,
    requiresCurrentUser: currentUser === "only",
    requiresCurrentUserOrPermission: currentUser === "also",
  }),
  permissionDetails: (_, rule) => ({ permissionDetails: toPermissionDetails(rule) }),
  topicParameters: (template) => ({ topicParameters: template.match(/\{id\}/g) ?? [] }),
};
const NAMES = Object.keys(EXPANSIONS);

/** `GET /api/v2/notifications/availabletopics`: every topic, with what was asked for about each. */
export function listAvailableTopics(_: Service, request: ApiRequest): Reply {
  const wanted = readList(request, "expand");
  const unknown = wanted.find((name) => !NAMES.includes(name));
  if (unknown !== undefined) throw invalidValue(unknown, "Expand", NAMES);
  const withPreview = readFlag(request, "includePreview");
  const templates = TOPIC_TEMPLATES.filter((template) => withPreview || !isPreview(template));
  return ok({ entities: templates.map((template) => toAvailableTopic(template, wanted)) });
}

function toAvailableTopic(template: string, wanted: readonly string[]): object {
  const rule = ruleOf(template);
  return Object.assign({ id: template }, ...wanted.map((name) => EXPANSIONS[name]?.(template, rule)));
}

/** Nothing says which they are, but the name of one. */
function isPreview(template: string): boolean {
  return template.endsWith(".preview");
}

function toPermissionDetails({ permissions, divisionOf, currentUser }: TopicRule): object[] {
  if (currentUser === "only")
    return [{ type: "requiresCurrentUser", permissions: [], allowsCurrentUser: true, enforced: true }];
  if (permissions.length === 0) return [];
  const type = divisionOf === undefined ? "requiresPermissions" : "requiresDivisionPermissions";
  return [{ type, permissions, allowsCurrentUser: currentUser === "also", enforced: true }];
}
