import { ApiRefusal, badRequest } from "./api-refusal.ts";
import { isObject, type JsonObject, parseJson } from "./json-object.ts";
import { isNestedDeeperThan } from "./nesting.ts";
import type { ApiRequest, Service } from "./service.ts";

/** No query of the API comes near. */
const DEEPEST = 64;

/** The JSON object that a request carries; refuses other media types, too much of it, and what is none. */
export async function readJson(service: Service, request: ApiRequest): Promise<JsonObject> {
  const parsed = await readAnyJson(service, request);
  if (!isObject(parsed)) throw badRequest();
  return parsed;
}

/** As `readJson`, for the few requests that carry a list. */
export async function readJsonList(service: Service, request: ApiRequest): Promise<readonly unknown[]> {
  const parsed = await readAnyJson(service, request);
  if (!Array.isArray(parsed)) throw badRequest();
  return parsed;
}

/** Undefined for what is no JSON. */
async function readAnyJson(service: Service, request: ApiRequest): Promise<unknown> {
  const type = request.header("content-type") ?? "";
  if (!/^application\/(.+\+)?json\b/i.test(type)) {
    const message =
      "Unsupported Media Type - Unsupported or incorrect media type, such as an incorrect Content-Type value in the header.";
    throw new ApiRefusal(415, "unsupported.media.type", message);
  }
  const body = await request.body();
  const { bodyBytesMax, limits } = service.options;
  if (limits === "api" && body.length > bodyBytesMax) {
    throw new ApiRefusal(
      413,
      "request.entity.too.large",
      `The request is over the size limit. Maximum bytes: ${bodyBytesMax}`,
    );
  }
  const text = body.toString("utf8");
  return isNestedDeeperThan(DEEPEST, text) ? undefined : parseJson(text);
}

/** A value of a body as a text; not `String`, which calls what the sender put in place of toString. */
export function toText(value: unknown): string {
  return typeof value === "string" ? value : (JSON.stringify(value) ?? "");
}
