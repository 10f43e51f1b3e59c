import type { Writable } from "node:stream"
import { type AudioChunk, encodePcm16, wavHeader } from "@parlando/audio"
import { Effect, type Scope, Stream } from "effect"
import { openAtomicFile } from "./AtomicFile.ts"
import { type OutputError, outputError } from "./OutputError.ts"

/** Somewhere that an utterance's chunks go, one after the other. */
export interface AudioSink {
  readonly write: (chunk: AudioChunk) => Effect.Effect<void, OutputError>
  /** The utterance is complete. A sink whose scope ends without this leaves nothing half done. */
  readonly finish: Effect.Effect<void, OutputError>
}

/** A WAV file (mono, 16-bit PCM, RF64 past 4 GiB) that appears in its place when it is complete. */
export const openWavFile = Effect.fnUntraced(function* (
  path: string
): Effect.fn.Return<AudioSink, OutputError, Scope.Scope> {
  const file = yield* openAtomicFile(path)
  let format: Parameters<typeof wavHeader>[0] | undefined
  let samples = 0
  return {
    write: Effect.fnUntraced(function* (chunk) {
      if (format === undefined) {
        format = { sampleRate: chunk.sampleRate, channels: 1, encoding: "pcm16" }
        yield* file.append(wavHeader(format))
      }
      samples += chunk.samples.length
      yield* file.append(encodePcm16(chunk.samples))
    }),
    finish: Effect.suspend(() =>
      format === undefined ? Effect.void : Effect.andThen(file.patch(wavHeader(format, samples), 0), file.commit)
    )
  }
})

const failures = new WeakMap<Writable, { readonly cause: () => unknown }>()

/** The first error of a stream. It is listened to for good, since a stream may tell of one after the last write. */
const failureOf = (writable: Writable) => {
  let known = failures.get(writable)
  if (known === undefined) {
    let cause: unknown
    writable.on("error", (error) => (cause ??= error))
    known = { cause: () => cause }
    failures.set(writable, known)
  }
  return known.cause()
}

/** 16-bit little-endian PCM into a stream, at the pace at which the stream takes it. */
export const pcmSink = (writable: Writable, name: string): AudioSink => {
  failureOf(writable)
  return {
    write: ({ samples }) =>
      Effect.callback<void, OutputError>((resume) => {
        const failure = failureOf(writable)
        if (failure !== undefined) return resume(Effect.fail(outputError(name, failure)))
        writable.write(encodePcm16(samples), (error) =>
          resume(error ? Effect.fail(outputError(name, error)) : Effect.void)
        )
      }),
    finish: Effect.void
  }
}

/** What was written into an audio file. */
export interface WrittenAudio {
  readonly samples: number
  /** In Hz; 0 if the stream was empty. */
  readonly sampleRate: number
}

/**
 * Writes audio into a WAV file as it comes. The file appears when the stream has ended well; if it fails or is interrupted,
 * the place is left as it was.
 *
 * @example
 * ```ts
 * import type { AudioChunk } from "@parlando/audio"
 * import { writeWav } from "@parlando/node"
 * import type { Stream } from "effect"
 *
 * const save = (audio: Stream.Stream<AudioChunk>) => writeWav("hello.wav")(audio)
 * ```
 */
export const writeWav =
  (path: string) =>
  <E, R>(audio: Stream.Stream<AudioChunk, E, R>): Effect.Effect<WrittenAudio, E | OutputError, R> =>
    Effect.gen(function* () {
      const file = yield* openWavFile(path)
      let samples = 0
      let sampleRate = 0
      yield* Stream.runForEach(audio, (chunk) => {
        samples += chunk.samples.length
        sampleRate = chunk.sampleRate
        return file.write(chunk)
      })
      yield* file.finish
      return { samples, sampleRate }
    }).pipe(Effect.scoped) as Effect.Effect<WrittenAudio, E | OutputError, R>
