import type { Voice } from "@parlando/models"
import type { TextFrontend } from "@parlando/text-frontend"
import { Effect, Stream } from "effect"
import { synthesis } from "./synthesis.ts"

/**
 * Speaks a little into nowhere, so that the first real utterance finds memory allocated and code compiled. It never fails:
 * what is wrong will be told by the first utterance.
 */
export const warmUp: Effect.Effect<void, never, Voice | TextFrontend> = Stream.make("One, two.").pipe(
  synthesis(),
  Stream.runDrain,
  Effect.ignore
)
