/** What the API answers instead of a result; thrown by endpoints, rendered in one place. */
export class ApiRefusal extends Error {
  override readonly name = "ApiRefusal";
  readonly status: number;
  readonly code: string;
  readonly extras: ApiRefusalExtras;

  constructor(status: number, code: string, message: string, extras: ApiRefusalExtras = {}) {
    super(message);
    this.status = status;
    this.code = code;
    this.extras = extras;
  }
}

export interface ApiRefusalExtras {
  readonly messageWithParams?: string;
  readonly messageParams?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly limit?: { readonly key: string; readonly namespace: string; readonly value: number };
}

export function badRequest(
  message = "The request could not be understood by the server due to malformed syntax.",
): ApiRefusal {
  return new ApiRefusal(400, "bad.request", message);
}

export function invalidValue(value: unknown, type: string, allowed?: readonly string[]): ApiRefusal {
  const shown = typeof value === "string" ? value : value === undefined ? "" : JSON.stringify(value);
  const allowable = allowed === undefined ? "" : ` Allowable values are: ${allowed.join(", ")}`;
  return new ApiRefusal(400, "invalid.value", `Value [${shown}] is not valid for field type [${type}].${allowable}`);
}

export function invalidDate(): ApiRefusal {
  return new ApiRefusal(
    400,
    "invalid.date",
    "Dates must be specified as ISO-8601 strings. For example: yyyy-MM-ddTHH:mm:ss.SSSZ",
  );
}

export function notAUser(): ApiRefusal {
  const message =
    "This request requires a user context. Client credentials cannot be used for requests to this resource.";
  return new ApiRefusal(400, "not.a.user", message);
}

export function notFound(): ApiRefusal {
  return new ApiRefusal(404, "not.found", "The requested resource was not found.");
}

export function methodNotAllowed(): ApiRefusal {
  return new ApiRefusal(405, "method.not.allowed", "HTTP 405 Method Not Allowed");
}

/** The body of every error but those of the token endpoint. */
export function toErrorBody(refusal: ApiRefusal, contextId: string): object {
  const { message, code, status, extras } = refusal;
  return {
    message,
    code,
    status,
    ...(extras.messageWithParams === undefined ? {} : { messageWithParams: extras.messageWithParams }),
    ...(extras.messageParams === undefined ? {} : { messageParams: extras.messageParams }),
    contextId,
    details: [],
    errors: [],
    ...(extras.limit === undefined ? {} : { limit: extras.limit }),
  };
}
