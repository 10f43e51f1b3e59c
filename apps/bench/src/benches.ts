import type { Bench } from "./Bench.ts"

/** A bench as it is listed; its code is loaded when it is run. */
export interface BenchEntry {
  readonly line: string
  readonly load: () => Promise<Bench>
}

/** All benches, by name. */
export const benches = {
  latency: {
    line: 'how soon "Quick test." sounds, against 5, 10, 20 and 50 ms; how soon a stop is silent',
    load: async () => (await import("./benches/latency.ts")).latency
  },
  "first-audio": {
    line: "first audio of 2 to 4,000 words, and of replies that come as a language model's tokens",
    load: async () => (await import("./benches/firstAudio.ts")).firstAudio
  },
  overhead: {
    line: "the whole pipeline over the same models run bare, and where the rest of the time goes",
    load: async () => (await import("./benches/overhead.ts")).overhead
  },
  throughput: {
    line: "real-time factor of one thread; live listeners at once; how long the event loop stands still",
    load: async () => (await import("./benches/throughput.ts")).throughput
  },
  memory: {
    line: "memory over 100,000 characters and over 5,000 stopped utterances, with a plot",
    load: async () => (await import("./benches/memory.ts")).memory
  },
  frontend: {
    line: "normalisation, segmentation, pronunciation and speed of the text frontend",
    load: async () => (await import("./benches/frontendBench.ts")).frontendBench
  },
  voice: {
    line: "scores, word errors, speed and size of the default voice; --copy IN.wav OUT.wav copies a recording",
    load: async () => (await import("./benches/voice.ts")).voice
  }
} as const satisfies Readonly<Record<string, BenchEntry>>

export type BenchName = keyof typeof benches

/** Whether there is such a bench. */
export const isBenchName = (name: string): name is BenchName => Object.hasOwn(benches, name)
