import type { ApiRequest, Reply, Service } from "./service.ts";

/** `POST /oauth/token`: the client credentials grant, in each of the forms in which clients send it. */
export async function giveToken(service: Service, request: ApiRequest): Promise<Reply> {
  const form = new URLSearchParams((await request.body()).toString("utf8"));
  const grant = form.get("grant_type") ?? request.query.get("grant_type");
  if (grant === null) return refuse(400, "invalid_request", "missing grant_type");
  if (grant !== "client_credentials") return refuse(400, "unsupported_grant_type", `unsupported grant_type: ${grant}`);
  const credentials = readCredentials(request, form);
  if (credentials === undefined) return refuse(400, "invalid_request", "missing client credentials");
  if (credentials.id !== service.clientId) return refuse(400, "invalid_client", "client not found");
  if (credentials.secret !== service.clientSecret) return refuse(401, "invalid_client", "authentication failed");
  if (service.tokens.isDisabled) return refuse(401, "invalid_client", "client is disabled");
  const { tokenSeconds, tokenType } = service.options;
  // The real service says one second less than the configured lifetime.
  const expires = Math.max(1, tokenSeconds - 1);
  return {
    status: 200,
    body: { access_token: service.tokens.issue(credentials.id), token_type: tokenType, expires_in: expires },
  };
}

function readCredentials(request: ApiRequest, form: URLSearchParams): { id: string; secret: string } | undefined {
  const basic = /^Basic\s+(\S+)$/i.exec(request.header("authorization") ?? "")?.[1];
  if (basic !== undefined) {
    const decoded = Buffer.from(basic, "base64").toString("utf8");
    const colon = decoded.indexOf(":");
    return { id: decoded.slice(0, Math.max(0, colon)), secret: decoded.slice(colon + 1) };
  }
  const [id, secret] = [form.get("client_id"), form.get("client_secret")];
  return id === null || secret === null ? undefined : { id, secret };
}

/** The token endpoint has an error body of its own, with the same text twice. */
function refuse(status: number, error: string, description: string): Reply {
  return { status, body: { error, description, error_description: description } };
}
