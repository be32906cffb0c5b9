import { ApiRefusal, badRequest } from "./api-refusal.ts";
import { isObject, type JsonObject, parseJson } from "./json-object.ts";
import type { ApiRequest, Service } from "./service.ts";

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
