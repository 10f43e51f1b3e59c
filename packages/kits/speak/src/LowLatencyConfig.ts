import { type ExecutionProvider, type OptimizationLevel } from "@parlando/node"
import { SettingError } from "@parlando/pipeline"
import type { StreamingConfig } from "@parlando/synthesis"
import { Duration, Effect, Option } from "effect"
import type { SpeechOptions } from "./speechLayer.ts"

/** Everything that can be turned for an early first sound. Each option has a default. */
export interface LowLatencyConfig {
  /** The time to first audio that is wanted; chunks are made small enough for it. Default 20 ms. */
  readonly targetLatency?: Duration.Input
  /** How much the graphs are reworked on loading; default `maximum`. */
  readonly optimizationLevel?: OptimizationLevel
  /** `dedicated` (the default): one worker that nobody else uses; `shared`: a pool of a worker a core. */
  readonly threadingStrategy?: "dedicated" | "shared"
  /** onnxruntime's kernels on Node are always SIMD, so only true (the default) is possible. */
  readonly enableSimdAcceleration?: boolean
  /** Compute on an accelerator; default false. Refused with `ProviderError` where there is none. */
  readonly enableGpuAcceleration?: boolean
  /** Which accelerator; default `cuda`. */
  readonly gpuProvider?: Exclude<ExecutionProvider, "cpu">
  /** No measuring of quality, and the earliest first clause instead of the one with the best melody; default true. */
  readonly disableQualityEnhancements?: boolean
  /** Samples of a chunk; default 256, or what `targetLatency` has room for. */
  readonly chunkSize?: number
  /** Samples kept back for a soft stop; default 128. */
  readonly lookaheadSamples?: number
  /** Move audio between threads instead of copying it; default true. */
  readonly enableZeroCopyOperations?: boolean
  /** Ask the system to run the worker before other threads; says so where that is not permitted. Default false. */
  readonly useRealTimeScheduler?: boolean
}

/** The low-latency config as what the parts understand. */
export interface LowLatencySetup {
  readonly speech: SpeechOptions
  readonly streaming: StreamingConfig
}

/** The sample rate that chunk sizes are reckoned at here: the lowest that voices usually have. */
const reckonedRate = 22_050

/** The smallest chunk that a stream can have, in samples. */
const smallestChunk = 64

/**
 * Options for an early first sound, for `speechLayer` and `StreamingSynthesizer.layer`.
 *
 * Fails with `SettingError` if an option cannot be had, or if the target leaves no room for a chunk.
 *
 * @example
 * ```ts
 * import { lowLatency, speechLayer } from "@parlando/speak"
 * import { StreamingSynthesizer } from "@parlando/synthesis"
 * import { Effect, Layer } from "effect"
 *
 * const fast = Layer.unwrap(
 *   Effect.map(lowLatency({ targetLatency: "10 millis" }), ({ speech, streaming }) =>
 *     Layer.provideMerge(StreamingSynthesizer.layer(streaming), speechLayer(speech))
 *   )
 * )
 * ```
 */
export const lowLatency = Effect.fnUntraced(function* (
  config: LowLatencyConfig = {}
): Effect.fn.Return<LowLatencySetup, SettingError> {
  const target = Duration.fromInput(config.targetLatency ?? "20 millis")
  const ms = Option.isSome(target) ? Duration.toMillis(target.value) : Number.NaN
  if (!(ms >= 5 && ms <= 60_000)) {
    return yield* new SettingError({
      settings: ["targetLatency"],
      message: `'targetLatency' is ${String(config.targetLatency)}; give a duration from 5 to 60000 milliseconds.`
    })
  }
  if (config.enableSimdAcceleration === false) {
    return yield* new SettingError({
      settings: ["enableSimdAcceleration"],
      message:
        "'enableSimdAcceleration' cannot be turned off: onnxruntime's kernels on Node are always SIMD; leave it out."
    })
  }
  const room = Math.floor((ms / 1000) * reckonedRate)
  const chunkSize = config.chunkSize ?? Math.max(smallestChunk, Math.min(256, room))
  if (chunkSize > room) {
    return yield* new SettingError({
      settings: ["chunkSize", "targetLatency"],
      message: `'chunkSize' and 'targetLatency' disagree: a chunk of ${chunkSize} samples alone lasts ${Math.round((1000 * chunkSize) / reckonedRate)} ms; lower the one or raise the other.`
    })
  }
  const plain = config.disableQualityEnhancements ?? true
  return {
    speech: {
      optimizationLevel: config.optimizationLevel ?? "maximum",
      zeroCopy: config.enableZeroCopyOperations ?? true,
      realTimeScheduling: config.useRealTimeScheduler ?? false,
      ...(config.enableGpuAcceleration === true ? { executionProvider: config.gpuProvider ?? "cuda" } : {}),
      ...((config.threadingStrategy ?? "dedicated") === "dedicated" ? { workers: 1 } : {})
    },
    streaming: {
      chunkSize,
      bufferSize: Math.max(1024, 2 * chunkSize),
      latencyTarget: Duration.millis(ms),
      lookaheadSamples: config.lookaheadSamples ?? 128,
      measureQuality: !plain,
      ...(plain ? { qualityVsLatencyBalance: 1 } : {})
    }
  }
})
