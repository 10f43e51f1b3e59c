import type { Stage } from "@parlando/pipeline"
import { Effect, Fiber, type Pull, Stream } from "effect"

/**
 * Works one element ahead: while an element is being worked on behind this stage, the next one is made before it, so that
 * the models need not wait for the work between them. The first element is passed on before the second one is begun.
 */
export const oneAhead =
  <A>(): Stage<A, A> =>
  <E, R>(input: Stream.Stream<A, E, R>) =>
    Stream.transformPull(input, (pull, scope) =>
      Effect.sync(() => {
        type Next = Effect.Success<typeof pull>
        let next: Fiber.Fiber<Next, Pull.Error<typeof pull>> | undefined
        const ahead = Effect.tap(
          Effect.suspend(() => (next === undefined ? pull : Fiber.join(next))),
          () =>
            // The fibre begins after whoever pulled has gone on with what they got.
            Effect.map(Effect.forkIn(pull, scope), (fiber) => {
              next = fiber as typeof next
            })
        )
        return ahead as typeof pull
      })
    )
