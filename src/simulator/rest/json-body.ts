import { ApiRefusal, badRequest } from "./api-refusal.ts";
import type { ApiRequest, Service } from "./service.ts";

export type JsonObject = Readonly<Record<string, unknown>>;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The JSON object that a request carries; refuses other media types, too much of it, and what is none. */
export async function readJson(service: Service, request: ApiRequest): Promise<JsonObject> {
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
  const parsed = parseJson(body.toString("utf8"));
  if (!isObject(parsed)) throw badRequest();
  return parsed;
}

/** Undefined for what is no JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
