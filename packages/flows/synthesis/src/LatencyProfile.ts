import type { StreamingConfig } from "./StreamingConfig.ts"

/** What the latency of speech is for. */
export type Application =
  | "voiceAssistant"
  | "liveBroadcasting"
  | "gaming"
  | "phoneCall"
  | "liveStreaming"
  | "accessibility"

/**
 * A ready config for each kind of application. The latency target is the most that is natural there, from the request to
 * the ear; the rest is how each spends it.
 *
 * - `gaming` (50 ms) hurries: small chunks, little ahead, the earliest first clause.
 * - `liveBroadcasting` (100 ms) is steady: it gathers 40 ms first, so that the air is never dead.
 * - `phoneCall` (150 ms) sends packets of 20 ms.
 * - `voiceAssistant` (200 ms) can be interrupted at any time, with a soft fade.
 * - `accessibility` (300 ms) is interrupted all the time by a reader who moves on: a short fade and a large phrase cache.
 * - `liveStreaming` (500 ms) waits for a better melody and makes much ahead.
 *
 * @example
 * ```ts
 * import { latencyProfiles, type StreamingConfig } from "@parlando/synthesis"
 *
 * const config: StreamingConfig = { ...latencyProfiles.voiceAssistant, interruptionFadeTime: "80 millis" }
 * ```
 */
export const latencyProfiles: Readonly<Record<Application, StreamingConfig>> = {
  gaming: {
    latencyTarget: "50 millis",
    chunkSize: 256,
    bufferSize: 1024,
    qualityVsLatencyBalance: 1,
    interruptionFadeTime: "10 millis"
  },
  liveBroadcasting: {
    latencyTarget: "100 millis",
    chunkSize: 512,
    bufferSize: 4096,
    qualityVsLatencyBalance: 0.5,
    minBufferDuration: "40 millis"
  },
  phoneCall: {
    latencyTarget: "150 millis",
    chunkSize: 441,
    bufferSize: 1764,
    qualityVsLatencyBalance: 0.7,
    interruptionFadeTime: "20 millis"
  },
  voiceAssistant: {
    latencyTarget: "200 millis",
    chunkSize: 512,
    bufferSize: 2048,
    qualityVsLatencyBalance: 0.7,
    interruptionFadeTime: "50 millis"
  },
  accessibility: {
    latencyTarget: "300 millis",
    chunkSize: 512,
    bufferSize: 2048,
    qualityVsLatencyBalance: 1,
    interruptionFadeTime: "5 millis",
    cacheSeconds: 300
  },
  liveStreaming: {
    latencyTarget: "500 millis",
    chunkSize: 2048,
    bufferSize: 16_384,
    qualityVsLatencyBalance: 0.2,
    minBufferDuration: "200 millis"
  }
}
