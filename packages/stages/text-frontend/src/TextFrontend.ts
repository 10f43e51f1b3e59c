import type { Phoneme } from "@parlando/pipeline"
import { Context, Effect, Layer } from "effect"
import { englishReading } from "./en/language.ts"
import { englishSegmentation } from "./en/segmentation.ts"
import { resolveOptions, type FrontendOptions } from "./FrontendOptions.ts"
import { HomographModel } from "./homographs.ts"
import { Lexicon } from "./lexicon.ts"
import { LetterToSoundModel } from "./letterToSound.ts"
import { Memory } from "./Memory.ts"
import { Pronouncer } from "./pronouncer.ts"
import { openSession, type FrontendSession } from "./session.ts"
import { TextFrontendError } from "./TextFrontendError.ts"
import { compileLexicon } from "./userLexicon.ts"

/** Bytes of a language's data, read and verified by whoever runs the frontend: the files of a package such as `@parlando/text-en-us`. */
export interface LanguageData {
  /** BCP 47, such as `en-US`. */
  readonly language: string
  /** File names and their bytes: `lexicon.bin`, `letter-to-sound.bin`, `homographs.bin`. */
  readonly files: Readonly<Record<string, Uint8Array>>
}

/** Opens sessions that turn text into clauses of pronounced words. */
export class TextFrontend extends Context.Service<
  TextFrontend,
  {
    /** Opens the reading of one utterance. */
    readonly open: (options?: FrontendOptions) => Effect.Effect<FrontendSession, TextFrontendError>
  }
>()("@parlando/text-frontend/TextFrontend") {}

const file = (data: LanguageData, name: string) => {
  const bytes = data.files[name]
  return bytes === undefined
    ? Effect.fail(
        new TextFrontendError({
          reason: "data",
          message: `The language data has no ${name}: give every file of the language's package.`,
          retryable: false
        })
      )
    : Effect.succeed(bytes)
}

const read = <A>(name: string, make: () => A) =>
  Effect.try({
    try: make,
    catch: (cause) =>
      new TextFrontendError({
        reason: "data",
        message: `${name} cannot be read (${String(cause)}): fetch the language's package again.`,
        retryable: false
      })
  })

/** A text frontend for a language's data. */
export const makeTextFrontend = Effect.fnUntraced(function* (data: LanguageData) {
  if (!/^en\b/i.test(data.language)) {
    return yield* new TextFrontendError({
      reason: "data",
      message: `The language ${data.language} has no rules here: use en-US.`,
      retryable: false
    })
  }
  const lexiconBytes = yield* file(data, "lexicon.bin")
  const lexicon = yield* read("lexicon.bin", () => new Lexicon(lexiconBytes))
  const letterToSoundBytes = yield* file(data, "letter-to-sound.bin")
  const letterToSound = yield* read("letter-to-sound.bin", () => new LetterToSoundModel(letterToSoundBytes))
  const homographBytes = yield* file(data, "homographs.bin")
  const homographs = yield* read("homographs.bin", () => new HomographModel(homographBytes))
  const guesses = new Memory<ReadonlyArray<Phoneme>>(4096)
  const pronounce = (word: string) => guesses.get(word, letterToSound.pronounce)
  const open = Effect.fnUntraced(function* (options: FrontendOptions = {}) {
    const resolved = yield* resolveOptions(options)
    const user = yield* compileLexicon(resolved.lexicon)
    const pronouncer = new Pronouncer(lexicon, pronounce, user)
    const services = {
      segmentation: englishSegmentation,
      rules: englishReading,
      pronouncer,
      homographs,
      emoji: resolved.emoji
    }
    return openSession(services, resolved, resolved.markup)
  })
  return TextFrontend.of({ open })
})

/** The frontend as a layer. */
export const layer = (data: LanguageData): Layer.Layer<TextFrontend, TextFrontendError> =>
  Layer.effect(TextFrontend, makeTextFrontend(data))
