import { Duration, Effect, Option } from "effect"
import { TextFrontendError } from "./TextFrontendError.ts"
import type { UserLexicon } from "./userLexicon.ts"

/** How an utterance's text is read. Everything has a default. */
export interface FrontendOptions {
  /** What the text is: plain text (the default) or SSML. */
  readonly markup?: "text" | "ssml"
  /** Pronunciations that come before those of the language. */
  readonly lexicon?: UserLexicon
  /** Words (1 to 50, default 4) after which the first clause may end before a phrase, without punctuation. */
  readonly firstClauseWords?: number
  /** Words (2 to 100, default 20) of the longest clause; the first clause has at most three times `firstClauseWords`. */
  readonly maxClauseWords?: number
  /**
   * How long the stage waits for more text before it speaks what it has, with `forced` set. Without it (the default) it
   * waits until the text decides.
   */
  readonly flushAfter?: Duration.Input
  /** Whether emoji are spoken by their names (default: false, they are passed over). */
  readonly emoji?: boolean
}

/** Options with every default filled in. */
export interface ResolvedOptions {
  readonly markup: "text" | "ssml"
  readonly lexicon: UserLexicon
  readonly firstClauseWords: number
  readonly maxClauseWords: number
  readonly flushAfter: Duration.Duration | undefined
  readonly emoji: boolean
}

const refuse = (message: string) => Effect.fail(new TextFrontendError({ reason: "option", message, retryable: false }))

const isCount = (value: number, low: number, high: number) => Number.isInteger(value) && value >= low && value <= high

/** Checks options and fills in the defaults. */
export const resolveOptions = Effect.fnUntraced(function* (options: FrontendOptions) {
  const { markup = "text", lexicon = {}, firstClauseWords = 4, maxClauseWords = 20, emoji = false } = options
  if (markup !== "text" && markup !== "ssml") return yield* refuse(`markup is ${String(markup)}: give "text" or "ssml"`)
  if (!isCount(firstClauseWords, 1, 50))
    return yield* refuse(`firstClauseWords is ${firstClauseWords}: give a whole number from 1 to 50`)
  if (!isCount(maxClauseWords, 2, 100))
    return yield* refuse(`maxClauseWords is ${maxClauseWords}: give a whole number from 2 to 100`)
  if (firstClauseWords > maxClauseWords) {
    return yield* refuse(
      `firstClauseWords (${firstClauseWords}) is more than maxClauseWords (${maxClauseWords}): lower one or raise the other`
    )
  }
  const flushAfter =
    options.flushAfter === undefined ? undefined : Option.getOrUndefined(Duration.fromInput(options.flushAfter))
  if (options.flushAfter !== undefined && (flushAfter === undefined || Duration.toMillis(flushAfter) <= 0)) {
    return yield* refuse('flushAfter is not a positive duration: give one such as "300 millis", or leave it out')
  }
  return { markup, lexicon, firstClauseWords, maxClauseWords, flushAfter, emoji } satisfies ResolvedOptions
})
