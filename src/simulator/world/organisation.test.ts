import { expect, test } from "vitest";
import { createOrganisation } from "./organisation.ts";

const organisation = createOrganisation(1, 400);

test("the default organisation has three divisions, eight queues and sixty agents who are still there", () => {
  expect(organisation.divisions).toHaveLength(3);
  expect(organisation.queues).toHaveLength(8);
  expect(organisation.users.filter(({ leftAt }) => leftAt === undefined)).toHaveLength(60);
  expect(organisation.users.filter(({ leftAt }) => leftAt !== undefined)).toHaveLength(2);
});

test("exactly one pair of users shares a full name, and no two an address or an id", () => {
  const { users } = organisation;
  expect(new Set(users.map(({ name }) => name)).size).toBe(users.length - 1);
  expect(new Set(users.map(({ email }) => email)).size).toBe(users.length);
  expect(new Set(users.map(({ id }) => id)).size).toBe(users.length);
});

test("addresses are of ranges that nobody has", () => {
  for (const { email, phone } of organisation.users) {
    expect(email).toMatch(/@example\.com$/);
    expect(phone).toMatch(/^\+1555010\d{4}$/);
  }
});

test("more conversations get more agents", () => {
  expect(createOrganisation(1, 4_000).users.length).toBeGreaterThan(590);
});

test("every queue has members at every site", () => {
  for (const queue of organisation.queues) {
    for (const site of [0, 1, 2]) {
      const members = organisation.users.filter((user) => user.site === site && user.queues.includes(queue.index));
      expect(members.length).toBeGreaterThanOrEqual(3);
    }
  }
});
