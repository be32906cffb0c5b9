import { expect, test } from "vitest";
import { AppError } from "./app-error.ts";
import { redact } from "./redact.ts";

test.each([
  ["Authorization: Bearer eyJhbGciOi.abc-def_123", "Authorization: Bearer ***"],
  ["authorization: basic Y2xpZW50OnNlY3JldA==", "authorization: basic ***"],
  ['{"access_token":"abc123","expires_in":5}', '{"access_token":"***","expires_in":5}'],
  ["client_secret=s3cret&x=1", "client_secret=***&x=1"],
  ["http://user:pass@proxy:8080/", "http://user:***@proxy:8080/"],
])("%s loses its secret", (text, redacted) => expect(redact(text)).toBe(redacted));

test("an error's message, hint and details are redacted where it is born", () => {
  const error = new AppError({
    kind: "bug",
    code: "X",
    message: "Bearer abcdefgh",
    hint: "Bearer abcdefgh",
    details: { url: "http://a:b@c/" },
  });
  expect([error.message, error.hint, error.details["url"]]).toEqual(["Bearer ***", "Bearer ***", "http://a:***@c/"]);
});
