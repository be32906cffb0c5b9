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

test("what is scheduled for many moments runs as if each had been scheduled by itself", () => {
  fc.assert(
    fc.property(fc.array(fc.nat(20)), fc.array(fc.nat(20)), fc.array(fc.nat(20)), (before, each, after) => {
      const run = (scheduleEach: (agenda: Agenda, run: (index: number, at: number) => void) => void) => {
        const agenda = new Agenda();
        const ran: string[] = [];
        for (const at of before) agenda.schedule(at, (then) => ran.push(`before ${then}`));
        scheduleEach(agenda, (index, at) => {
          ran.push(`${index} ${at}`);
          agenda.schedule(at + (index % 3), (then) => ran.push(`then ${index} ${then}`));
        });
        for (const at of after) agenda.schedule(at, (then) => ran.push(`after ${then}`));
        agenda.runAll();
        return ran;
      };
      const together = run((agenda, what) => agenda.scheduleEach(each, what));
      const alone = run((agenda, what) =>
        each.forEach((at, index) => {
          agenda.schedule(at, (then) => what(index, then));
        }),
      );
      expect(together).toEqual(alone);
    }),
  );
});
