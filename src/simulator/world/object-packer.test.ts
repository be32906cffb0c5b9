import fc from "fast-check";
import { expect, test } from "vitest";
import { ObjectPacker } from "./object-packer.ts";

const SOME = { maxLength: 4 };
// Some close to each other, some further than a word reaches.
const instant = fc.integer({ min: Date.UTC(2026, 0, 1), max: Date.UTC(2026, 2, 1) });
const scalar = fc.oneof(
  instant,
  fc.integer(),
  fc.double(),
  fc.constant(Number.POSITIVE_INFINITY),
  fc.string(),
  fc.boolean(),
  fc.constant(undefined),
);
const { data } = fc.letrec((tie) => ({
  data: fc.dictionary(
    fc.stringMatching(/^[a-z]{1,4}$/),
    fc.oneof({ weight: 4, arbitrary: scalar }, fc.array(scalar, SOME), tie("data"), fc.array(tie("data"), SOME)),
    { maxKeys: 4, noNullPrototype: true },
  ),
}));

test("plain data of any fields comes back as it was, whatever was packed before and after it", () => {
  fc.assert(
    fc.property(
      fc.array(fc.array(data as fc.Arbitrary<object>, SOME), SOME),
      fc.oneof(instant, fc.integer()),
      (days, base) => {
        const packer = new ObjectPacker();
        const packed = days.map((objects) => packer.pack(objects, () => base));
        const unpacked = days.map((objects, day) =>
          objects.map((_, index) => packer.unpack(packed[day] ?? expect.fail("nothing packed"), index)),
        );
        expect(unpacked).toStrictEqual(days);
      },
    ),
  );
});

test("what is no plain data is refused, not lost", () => {
  const packer = new ObjectPacker();
  expect(() => packer.pack([{ when: () => 1 }], () => 0)).toThrow("not plain data");
  expect(() => packer.pack([{ when: null }], () => 0)).toThrow("not plain data");
});
