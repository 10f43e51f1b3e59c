import type { AudioChunk } from "@parlando/audio"
import type { Inference } from "@parlando/inference"
import { Voice, type VoiceManifest } from "@parlando/models"
import { writeWav } from "@parlando/node"
import { synthesis, type SynthesisError, type SynthesisOptions } from "@parlando/synthesis"
import type { TextFrontend } from "@parlando/text-frontend"
import { Effect, ManagedRuntime, Stream } from "effect"
import { type SpeechOptions, speechLayer } from "./speechLayer.ts"

/** A text: a whole one, or its fragments as they come, such as the tokens of a language model. */
export type Text = string | Iterable<string> | AsyncIterable<string>

/** How one text is to be spoken. */
export interface SpeakOptions extends SynthesisOptions {
  /** Stops the speech when it is aborted; the iteration or the promise then throws the signal's reason. */
  readonly signal?: AbortSignal
}

/** What was spoken into a file. */
export interface SpokenFile {
  readonly path: string
  readonly samples: number
  /** In Hz. */
  readonly sampleRate: number
  readonly seconds: number
}

/** A voice that is open and ready. Its errors are Parlando's tagged errors, with a `message` and `retryable`. */
export interface OpenVoice extends AsyncDisposable {
  readonly manifest: VoiceManifest
  /** In Hz. */
  readonly sampleRate: number
  /** Speaks a text; the audio comes while the text is still arriving. Several texts may be spoken at once. */
  readonly stream: (text: Text, options?: SpeakOptions) => AsyncIterable<AudioChunk>
  /** Speaks a text into a WAV file, which appears when it is complete. */
  readonly speakToFile: (text: Text, path: string, options?: SpeakOptions) => Promise<SpokenFile>
  /** Ends the workers. What is being spoken ends with an error. */
  readonly close: () => Promise<void>
}

/** The fragments' own iterator failed; `cause` is what it threw. */
class TextFailure {
  readonly cause: unknown
  constructor(cause: unknown) {
    this.cause = cause
  }
}

const fragments = (text: Text): Stream.Stream<string, TextFailure> => {
  if (typeof text === "string") return Stream.make(text)
  if (Symbol.asyncIterator in text) return Stream.fromAsyncIterable(text, (cause) => new TextFailure(cause))
  return Stream.fromIterable(text)
}

const thrown = (error: SynthesisError | TextFailure) => (error instanceof TextFailure ? error.cause : error)

/** A stream that ends when the signal is aborted. */
const untilAborted =
  (signal: AbortSignal | undefined) =>
  <A, E, R>(stream: Stream.Stream<A, E, R>): Stream.Stream<A, E, R> =>
    signal === undefined
      ? stream
      : Stream.interruptWhen(
          stream,
          Effect.callback<void>((resume) => {
            const stop = () => resume(Effect.void)
            if (signal.aborted) return stop()
            signal.addEventListener("abort", stop, { once: true })
            return Effect.sync(() => signal.removeEventListener("abort", stop))
          })
        )

/**
 * Opens a voice: starts the workers and loads its models. The plain face of Parlando, for `for await` and promises.
 *
 * @example
 * ```ts
 * import { openVoice } from "@parlando/speak"
 *
 * await using voice = await openVoice()
 * for await (const chunk of voice.stream("Hello there.")) console.log(chunk.start, chunk.samples.length)
 * await voice.speakToFile("See you soon.", "soon.wav")
 * ```
 */
export const openVoice = async (options: SpeechOptions = {}): Promise<OpenVoice> => {
  const runtime = ManagedRuntime.make(speechLayer(options))
  const { manifest } = await runtime.runPromise(Voice).catch(async (error: unknown) => {
    await runtime.dispose()
    throw error
  })

  const speak = (
    text: Text,
    { signal, ...settings }: SpeakOptions = {}
  ): Stream.Stream<AudioChunk, unknown, TextFrontend | Voice | Inference> =>
    fragments(text).pipe(synthesis(settings), Stream.mapError(thrown), untilAborted(signal))

  const stream = async function* (text: Text, settings?: SpeakOptions): AsyncGenerator<AudioChunk, void, void> {
    const context = await runtime.context()
    yield* Stream.toAsyncIterableWith(speak(text, settings), context)
    settings?.signal?.throwIfAborted()
  }

  const speakToFile = async (text: Text, path: string, settings?: SpeakOptions): Promise<SpokenFile> => {
    const signal = settings?.signal
    const written = await runtime.runPromise(
      speak(text, settings).pipe(
        // An aborted stream must not look complete to the file.
        Stream.concat(Stream.suspend(() => (signal?.aborted ? Stream.fail(signal.reason as unknown) : Stream.empty))),
        writeWav(path)
      )
    )
    return { path, ...written, seconds: written.samples / written.sampleRate }
  }

  const close = () => runtime.dispose()
  return { manifest, sampleRate: manifest.sampleRate, stream, speakToFile, close, [Symbol.asyncDispose]: close }
}
