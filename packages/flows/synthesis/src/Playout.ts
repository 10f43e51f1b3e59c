import { type AudioChunk, fadeOut } from "@parlando/audio"
import { Cause, Deferred, Effect, Fiber, Pull, Queue, type Scope, Stream } from "effect"

/** How audio is held between the one who makes it and the one who listens. */
export interface PlayoutOptions {
  /** Chunks that are made ahead of the listener at most. */
  readonly bufferChunks: number
  /** Samples that are gathered before the first chunk goes out. */
  readonly prebufferSamples: number
  /** Samples that are always kept back, for the fade. */
  readonly lookaheadSamples: number
  /** Samples over which the sound fades when it is stopped. */
  readonly fadeSamples: number
}

/** Audio between its making and its hearing. */
export interface Playout<E> {
  /** To be run once. It ends with the audio, or after the fade when it was stopped. */
  readonly audio: Stream.Stream<AudioChunk, E>
  /** Ends the making at once and lets the sound fade. Harmless when all has ended, and twice. */
  readonly stop: Effect.Effect<void>
}

/** Samples in which a wave that was cut off swings out when there is no audio left to fade: 3 ms at 22,050 Hz. */
const swingOut = 66

/** From the last sample that was heard to silence, so that a stop without audio in hand does not pop. */
const decay = (from: number): Float32Array =>
  Float32Array.from({ length: swingOut }, (_, i) => from * 0.5 * (1 + Math.cos((Math.PI * (i + 1)) / swingOut)))

const joined = (chunks: ReadonlyArray<AudioChunk>, most: number): AudioChunk => {
  const length = Math.min(
    most,
    chunks.reduce((sum, chunk) => sum + chunk.samples.length, 0)
  )
  const samples = new Float32Array(length)
  let at = 0
  for (const chunk of chunks) {
    if (at === length) break
    const part = chunk.samples.subarray(0, length - at)
    samples.set(part, at)
    at += part.length
  }
  const first = chunks[0]!
  const end = first.start + length
  return { ...first, samples, words: chunks.flatMap((chunk) => chunk.words).filter((word) => word.startSample < end) }
}

/**
 * Starts the making of audio and buffers it for a listener. The making runs ahead until the buffer is full, and ends with
 * the scope.
 */
export const startPlayout = Effect.fnUntraced(function* <E, R>(
  source: Stream.Stream<AudioChunk, E, R>,
  options: PlayoutOptions
): Effect.fn.Return<Playout<E>, never, R | Scope.Scope> {
  const { bufferChunks, prebufferSamples, lookaheadSamples, fadeSamples } = options
  const queue = yield* Queue.bounded<AudioChunk, E | Cause.Done>(bufferChunks)
  const primed = yield* Deferred.make<void>()
  const ready = Deferred.succeed(primed, undefined)
  /** Lets go a listener who waits for audio that will not come. */
  const wake = Effect.asVoid(Effect.andThen(Queue.end(queue), ready))
  let gathered = 0

  const offer = (chunk: AudioChunk) => {
    gathered += chunk.samples.length
    const enough = gathered >= prebufferSamples || Queue.sizeUnsafe(queue) + 1 >= bufferChunks
    return enough ? Effect.andThen(Queue.offer(queue, chunk), ready) : Queue.offer(queue, chunk)
  }
  const maker = yield* Stream.runForEach(source, offer).pipe(
    Effect.onExit((exit) => {
      const failed = exit._tag === "Failure" && !Cause.hasInterruptsOnly(exit.cause)
      return Effect.andThen(failed ? Queue.failCause(queue, exit.cause) : Queue.end(queue), ready)
    }),
    Effect.forkScoped
  )

  let stopped = false
  let over = false
  let held: Array<AudioChunk> = []
  let heldSamples = 0
  let nextIndex = 0
  let end = 0
  let lastSample = 0
  let sampleRate = 0

  const heard = (chunk: AudioChunk): AudioChunk => {
    nextIndex = chunk.index + 1
    end = chunk.start + chunk.samples.length
    lastSample = chunk.samples.at(-1)!
    return chunk
  }

  /** What is still heard after a stop. */
  const ending = Effect.gen(function* () {
    if (over) return yield* Cause.done()
    over = true
    const waiting = [
      ...held,
      ...(yield* Effect.catchCause(Queue.clear(queue), () => Effect.succeed<Array<AudioChunk>>([])))
    ]
    held = []
    if (fadeSamples === 0) return yield* Cause.done()
    if (waiting.length === 0) {
      if (nextIndex === 0) return yield* Cause.done()
      return [
        { index: nextIndex, start: end, samples: decay(lastSample), sampleRate, words: [] } satisfies AudioChunk
      ] as const
    }
    const last = joined(waiting, fadeSamples)
    return [{ ...last, samples: fadeOut(last.samples) }] as const
  })

  const next: Pull.Pull<readonly [AudioChunk, ...Array<AudioChunk>], E> = Effect.suspend(() => {
    if (stopped) return ending
    if (over && held.length === 0) return Cause.done()
    if (over) {
      const rest = held
      held = []
      return Effect.succeed(rest as unknown as readonly [AudioChunk, ...Array<AudioChunk>])
    }
    return Queue.take(queue).pipe(
      Effect.flatMap((chunk) => {
        sampleRate = chunk.sampleRate
        held.push(chunk)
        heldSamples += chunk.samples.length
        const first = held[0]!
        if (heldSamples - first.samples.length < lookaheadSamples) return next
        held.shift()
        heldSamples -= first.samples.length
        return Effect.succeed([heard(first)] as const)
      }),
      Pull.catchDone(() => {
        if (stopped) return ending
        over = true
        return next
      })
    )
  })

  const stop = Effect.suspend(() => {
    if (stopped || over) return Effect.void
    stopped = true
    // The listener does not wait for whatever the maker has to clean up.
    maker.interruptUnsafe()
    return wake
  })
  yield* Effect.addFinalizer(() => Effect.andThen(Fiber.interrupt(maker), wake))

  return {
    audio: Stream.fromPull(Effect.as(Deferred.await(primed), next)).pipe(
      Stream.ensuring(Effect.sync(() => maker.interruptUnsafe()))
    ),
    stop
  }
})
