import { uniformInt } from "pure-rand/distribution/uniformInt";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";

export interface RandomGenerator {
  /** A whole number from 0 to n - 1. */
  below(n: number): number;
  uuid(): string;
}

export function prand(seed: number): RandomGenerator {
  const generator = xoroshiro128plus(seed);
  const below = (n: number) => uniformInt(generator, 0, n - 1);
  const hex = (digits: number) => Array.from({ length: digits }, () => below(16).toString(16)).join("");
  return { below, uuid: () => `${hex(8)}-${hex(4)}-4${hex(3)}-8${hex(3)}-${hex(12)}` };
}
