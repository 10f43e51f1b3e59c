import type { Stream } from "effect"

/**
 * The whole plug-in interface: a function from a stream to a stream. A function of this shape goes anywhere in a `pipe`.
 * It may fail with `E` and need the services `R`; the errors and needs of its input pass through.
 *
 * @example
 * ```ts
 * import type { Stage } from "@parlando/pipeline"
 * import { Stream } from "effect"
 *
 * const double: Stage<number, number> = (input) => Stream.map(input, (n) => 2 * n)
 * ```
 */
export type Stage<In, Out, E = never, R = never> = <E0, R0>(
  input: Stream.Stream<In, E0, R0>
) => Stream.Stream<Out, E0 | E, R0 | R>

/**
 * Two stages as one.
 *
 * @example
 * ```ts
 * import { compose, type Stage } from "@parlando/pipeline"
 * import { Stream } from "effect"
 *
 * const double: Stage<number, number> = (input) => Stream.map(input, (n) => 2 * n)
 * const print: Stage<number, string> = (input) => Stream.map(input, String)
 * const both: Stage<number, string> = compose(double, print)
 * ```
 */
export const compose =
  <A, B, C, E1, R1, E2, R2>(first: Stage<A, B, E1, R1>, second: Stage<B, C, E2, R2>): Stage<A, C, E1 | E2, R1 | R2> =>
  (input) =>
    second(first(input))
