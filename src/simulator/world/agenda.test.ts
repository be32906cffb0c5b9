import fc from "fast-check";
import { expect, test } from "vitest";
import { Agenda } from "./agenda.ts";

test("what is scheduled runs in the order of time, and at the same time in the order of scheduling", () => {
  fc.assert(
    fc.property(fc.array(fc.nat(20)), (instants) => {
      const agenda = new Agenda();
      const ran: (readonly [number, number])[] = [];
      instants.forEach((at, order) => {
        agenda.schedule(at, (then) => ran.push([then, order]));
      });
      agenda.runAll();
      const expected = instants.map((at, order) => [at, order] as const).sort((a, b) => a[0] - b[0] || a[1] - b[1]);
      expect(ran).toEqual(expected);
    }),
  );
});

test("what is scheduled on the way runs too", () => {
  const agenda = new Agenda();
  const ran: number[] = [];
  agenda.schedule(1, (at) => {
    ran.push(at);
    agenda.schedule(3, (then) => ran.push(then));
  });
  agenda.schedule(2, (at) => ran.push(at));
  agenda.runAll();
  expect(ran).toEqual([1, 2, 3]);
});
