import type { AudioChunk } from "@parlando/audio"
import type { Inference } from "@parlando/inference"
import { Voice, type VoiceManifest } from "@parlando/models"
import { writeWav } from "@parlando/node"
import { synthesis, type SynthesisError, type SynthesisOptions } from "@parlando/synthesis"
import type { TextFrontend } from "@parlando/text-frontend"
import { Effect, ManagedRuntime, Schema, Stream } from "effect"
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
  /** Ends the workers. What is being spoken, or is asked for later, ends with `VoiceClosedError`. */
  readonly close: () => Promise<void>
}

/** The voice was closed while it spoke, or before. */
export class VoiceClosedError extends Schema.TaggedError<VoiceClosedError>()("VoiceClosedError", {
  message: Schema.String
}) {
  readonly retryable = false
}

/** A text is not a text. */
export class TextTypeError extends Schema.TaggedError<TextTypeError>()("TextTypeError", {
  message: Schema.String
}) {
  readonly retryable = false
}

/** The fragments' own iterator failed; `cause` is what it threw. */
class TextFailure {
  readonly cause: unknown
  constructor(cause: unknown) {
    this.cause = cause
  }
}

const notText = (what: unknown) =>
  new TextTypeError({
    message: `The text is ${what === null ? "null" : `of type ${Object.prototype.toString.call(what).slice(8, -1)}`}; give a string, or strings that arrive one after the other (a stream of bytes needs an encoding).`
  })

const fragments = (text: Text): Stream.Stream<string, TextFailure | TextTypeError> => {
  if (typeof text === "string") return Stream.make(text)
  if (typeof text !== "object" || text === null) return Stream.fail(notText(text))
  // One fragment at a time, so that the text is not read ahead of the speech.
  const arriving: Stream.Stream<unknown, TextFailure> =
    Symbol.asyncIterator in text
      ? Stream.fromAsyncIterable(text, (cause) => new TextFailure(cause))
      : Symbol.iterator in text
        ? Stream.fromIterable(text, { chunkSize: 1 })
        : Stream.make(text)
  return Stream.mapEffect(arriving, (fragment) =>
    typeof fragment === "string" ? Effect.succeed(fragment) : Effect.fail(notText(fragment))
  )
}

const thrown = (error: SynthesisError | TextTypeError | TextFailure) =>
  error instanceof TextFailure ? error.cause : error

/** A stream that ends when the signal is aborted. */
const untilAborted =
  (signal: AbortSignal) =>
  <A, E, R>(stream: Stream.Stream<A, E, R>): Stream.Stream<A, E, R> =>
    Stream.interruptWhen(
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

  const closing = new AbortController()
  const closed = new VoiceClosedError({ message: "The voice was closed; open it again to speak." })

  /** What is said when the speech ended before the text did, or `undefined` if it did not. */
  const cutOff = (signal: AbortSignal | undefined): unknown =>
    signal?.aborted ? signal.reason : closing.signal.aborted ? closed : undefined

  const speak = (
    text: Text,
    { signal, ...settings }: SpeakOptions = {}
  ): Stream.Stream<AudioChunk, unknown, TextFrontend | Voice | Inference> => {
    const stop = signal === undefined ? closing.signal : AbortSignal.any([signal, closing.signal])
    return fragments(text).pipe(
      synthesis(settings),
      Stream.mapError(thrown),
      untilAborted(stop),
      // Speech that was cut off must not look complete.
      Stream.concat(Stream.suspend(() => (stop.aborted ? Stream.fail(cutOff(signal)) : Stream.empty))),
      // Nor like a fault of the workers, which end at the same time.
      Stream.mapError((error) => cutOff(signal) ?? error)
    )
  }

  const services = async (signal: AbortSignal | undefined) => {
    const before = cutOff(signal)
    if (before !== undefined) throw before
    return runtime.context()
  }

  const stream = async function* (text: Text, settings?: SpeakOptions): AsyncGenerator<AudioChunk, void, void> {
    const context = await services(settings?.signal)
    yield* Stream.toAsyncIterableWith(speak(text, settings), context)
  }

  const speakToFile = async (text: Text, path: string, settings?: SpeakOptions): Promise<SpokenFile> => {
    const context = await services(settings?.signal)
    const written = await Effect.runPromiseWith(context)(speak(text, settings).pipe(writeWav(path)))
    return { path, ...written, seconds: written.samples / written.sampleRate }
  }

  const close = async () => {
    closing.abort(closed)
    await runtime.dispose()
  }
  return { manifest, sampleRate: manifest.sampleRate, stream, speakToFile, close, [Symbol.asyncDispose]: close }
}
