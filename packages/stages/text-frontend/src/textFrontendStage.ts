import type { Clause, Stage } from "@parlando/pipeline"
import { Array, Effect, Fiber, Option, Stream, type Cause, type Duration, type Pull } from "effect"
import { resolveOptions, type FrontendOptions } from "./FrontendOptions.ts"
import type { FrontendSession } from "./session.ts"
import { TextFrontend } from "./TextFrontend.ts"
import type { TextFrontendError } from "./TextFrontendError.ts"

/** Largest part of a fragment that is read before its clauses go on, in UTF-16 units. */
const maxFragment = 96

const partsOf = function* (fragments: Iterable<string>): Generator<string> {
  for (const fragment of fragments) {
    for (let at = 0; at < fragment.length; at += maxFragment) yield fragment.slice(at, at + maxFragment)
  }
}

/**
 * The stage that reads text: fragments of any size in, clauses out.
 *
 * Its only timer is `flushAfter`: when that long passes without more text, what there is becomes a clause with `forced`
 * set.
 *
 * @example
 * ```ts
 * import { textFrontend } from "@parlando/text-frontend"
 * import { Stream } from "effect"
 *
 * const clauses = Stream.make("Sure, ", "I can ", "do that.").pipe(textFrontend())
 * ```
 */
export const textFrontend =
  (options: FrontendOptions = {}): Stage<string, Clause, TextFrontendError, TextFrontend> =>
  (input) =>
    Stream.unwrap(
      Effect.gen(function* () {
        const { flushAfter } = yield* resolveOptions(options)
        const session = yield* (yield* TextFrontend).open(options)
        const parts = input.pipe(Stream.flatMap((fragment) => Stream.fromIterable(partsOf([fragment]))))
        const read =
          flushAfter === undefined
            ? Stream.flatMap(parts, (part) => Stream.fromIterable(session.push(part)))
            : flushing(parts, session, flushAfter)
        return Stream.concat(
          read,
          Stream.suspend(() => Stream.fromIterable(session.end()))
        )
      })
    )

/** Reads fragments, and flushes the session whenever text waits for longer than `flushAfter`. */
const flushing = <E, R>(
  parts: Stream.Stream<string, E, R>,
  session: FrontendSession,
  flushAfter: Duration.Duration
): Stream.Stream<Clause, E, R> =>
  Stream.transformPull(parts, (pull, scope) =>
    Effect.sync(() => {
      let waiting: Fiber.Fiber<Array.NonEmptyReadonlyArray<string>, E | Cause.Done> | undefined
      const next: Pull.Pull<Array.NonEmptyReadonlyArray<Clause>, E> = Effect.gen(function* () {
        while (true) {
          const fiber: NonNullable<typeof waiting> = waiting ?? (yield* Effect.forkIn(pull, scope))
          waiting = fiber
          const arrival = Fiber.await(fiber)
          const exit = session.pending()
            ? yield* Effect.timeoutOption(arrival, flushAfter)
            : Option.some(yield* arrival)
          let clauses: ReadonlyArray<Clause>
          if (Option.isNone(exit)) clauses = session.flush()
          else {
            waiting = undefined
            clauses = (yield* exit.value).flatMap((part) => session.push(part))
          }
          if (Array.isReadonlyArrayNonEmpty(clauses)) return clauses
        }
      })
      return next
    })
  )
