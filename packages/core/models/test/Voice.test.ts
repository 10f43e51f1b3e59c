import { createHash } from "node:crypto"
import { assert, describe, it } from "@effect/vitest"
import { Inference, type Model, ModelError, type TensorSlot } from "@parlando/inference"
import { Effect, Layer } from "effect"
import { FileError, type FileSource, openVoice, readLanguage, type VoiceOptions } from "../src/index.ts"

const slot = (name: string, type: string, ...dims: ReadonlyArray<number | string>): TensorSlot => ({ name, type, dims })

/** Graphs by the content of their files. */
const graphs: Readonly<Record<string, Model["signature"]>> = {
  encoder: {
    inputs: [
      ...["phonemes", "stress", "position"].map((name) => slot(name, "int32", 1, "n")),
      ...["rate", "pitch", "energy"].map((name) => slot(name, "float32", 1))
    ],
    outputs: [
      slot("tokens", "float32", 1, "n", 16),
      ...["durations", "token_pitch", "token_energy"].map((name) => slot(name, "float32", 1, "n"))
    ]
  },
  decoder: {
    inputs: [
      slot("tokens", "float32", 1, "n", 16),
      slot("offset", "float32", 1, "n"),
      slot("duration", "float32", 1, "n"),
      slot("state_a", "float32", 1, 4)
    ],
    outputs: [slot("features", "float32", 1, "n", 82), slot("next_state_a", "float32", 1, 4)]
  },
  vocoder: {
    inputs: [slot("features", "float32", 1, "n", 82), slot("noise", "float32", 1, "m")],
    outputs: [slot("audio", "float32", 1, "m")]
  },
  "vocoder that wants more": {
    inputs: [slot("features", "float32", 1, "n", 82), slot("noise", "float32", 1, "m"), slot("speaker", "int32", 1)],
    outputs: [slot("audio", "float32", 1, "m")]
  },
  "vocoder of other bands": {
    inputs: [slot("features", "float32", 1, "n", 102), slot("noise", "float32", 1, "m")],
    outputs: [slot("audio", "float32", 1, "m")]
  }
}

/** An Inference that reads signatures and runs nothing. */
const signatures = Layer.succeed(
  Inference,
  Inference.of({
    load: ({ name, bytes }) => {
      const signature = graphs[new TextDecoder().decode(bytes)]
      return signature === undefined
        ? Effect.fail(new ModelError({ model: name, message: `The model '${name}' cannot be opened.` }))
        : Effect.succeed({ name, signature, open: () => Effect.die("not in this test") })
    }
  })
)

const bytesOf = (text: string) => new TextEncoder().encode(text)
const entryOf = (text: string) => ({ bytes: text.length, sha256: createHash("sha256").update(text).digest("hex") })

const contents: Readonly<Record<string, string>> = {
  "encoder.onnx": "encoder",
  "decoder.onnx": "decoder",
  "vocoder.onnx": "vocoder"
}

const manifest = (files: Readonly<Record<string, string>> = contents) => ({
  schemaVersion: 1 as number,
  name: "test",
  version: "1.0.0",
  language: "en-US",
  licence: "MIT",
  sampleRate: 22050 as unknown,
  hop: 256,
  melBins: 80,
  alphabet: "arpabet",
  phonemes: ["SIL", "AA"],
  files: Object.fromEntries(Object.entries(files).map(([name, text]) => [name, entryOf(text)])),
  levels: {
    high: {
      encoder: "encoder.onnx",
      decoder: "decoder.onnx",
      vocoder: "vocoder.onnx",
      tokenSize: 16,
      lookaheadFrames: 2,
      delaySamples: 704
    }
  } as Record<string, object>,
  defaultLevel: "high",
  credits: []
})

const folder = (voice: unknown, files: Readonly<Record<string, string>> = contents): FileSource => {
  const all: Readonly<Record<string, string>> = {
    "voice.json": typeof voice === "string" ? voice : JSON.stringify(voice),
    ...files
  }
  return {
    name: "a-voice",
    read: (file) =>
      all[file] === undefined
        ? Effect.fail(new FileError({ file, retryable: false, message: `'${file}' of 'a-voice' is not there.` }))
        : Effect.succeed(bytesOf(all[file]))
  }
}

const open = (source: FileSource, options?: VoiceOptions) =>
  openVoice(source, options).pipe(Effect.scoped, Effect.provide(signatures))

describe("a voice", () => {
  it.effect("whose files are as they should be opens at its default level", () =>
    Effect.gen(function* () {
      const voice = yield* open(folder(manifest()))
      assert.strictEqual(voice.levelName, "high")
      assert.strictEqual(voice.level.delaySamples, 704)
      assert.strictEqual(voice.vocoder.name, "test/vocoder.onnx")
    })
  )

  const refused: ReadonlyArray<
    readonly [what: string, source: FileSource, tag: string, message: RegExp, options?: VoiceOptions]
  > = [
    [
      "whose manifest is missing",
      { ...folder(manifest()), read: folder(manifest(), {}).read },
      "FileError",
      /'encoder.onnx'.*not there/
    ],
    ["whose manifest is not JSON", folder("{"), "ManifestError", /'voice.json' of 'a-voice' is not JSON/],
    ["of another schema version", folder({ ...manifest(), schemaVersion: 2 }), "ManifestError", /schemaVersion/],
    ["with a field of a wrong type", folder({ ...manifest(), sampleRate: "fast" }), "ManifestError", /sampleRate/],
    ["with an absurd sample rate", folder({ ...manifest(), sampleRate: 3 }), "ManifestError", /sampleRate/],
    [
      "with a level's graph left out",
      folder({ ...manifest(), levels: { high: { encoder: "encoder.onnx" } } }),
      "ManifestError",
      /high.*decoder/
    ],
    [
      "of which a level is asked that it has not",
      folder(manifest()),
      "ManifestError",
      /no level 'low'; it has high/,
      { level: "low" }
    ],
    [
      "that names a graph it does not list",
      folder(manifest({ "encoder.onnx": "encoder", "decoder.onnx": "decoder" })),
      "ManifestError",
      /levels\.high\.vocoder/
    ],
    [
      "whose file was cut short",
      folder(manifest(), { ...contents, "decoder.onnx": "decode" }),
      "ManifestError",
      /'decoder.onnx' of 'a-voice' has 6 bytes where 7 are declared/
    ],
    [
      "whose file was changed",
      folder(manifest(), { ...contents, "decoder.onnx": "Decoder" }),
      "ManifestError",
      /SHA-256/
    ]
  ]
  for (const [what, source, tag, message, options] of refused) {
    it.effect(`${what} is refused with a sentence that names the field`, () =>
      Effect.gen(function* () {
        const error = yield* Effect.flip(open(source, options))
        assert.strictEqual(error._tag, tag)
        assert.match(error.message, message)
        assert.notInclude(error.message, "\n")
      })
    )
  }

  for (const [what, graph, message] of [
    ["lacks an output", "encoder", /levels\.high\.vocoder.*has no input 'features'/],
    ["wants an input beyond the contract", "vocoder that wants more", /'speaker'/],
    ["has other dimensions", "vocoder of other bands", /float32\[1,n,102\] where float32\[1,frames,82\]/],
    ["is no graph at all", "holiday picture", /cannot be opened/]
  ] as const) {
    it.effect(`one of whose graphs ${what} is refused`, () => {
      const files = { ...contents, "vocoder.onnx": graph }
      return Effect.gen(function* () {
        const error = yield* Effect.flip(open(folder(manifest(files), files)))
        assert.match(error.message, message)
      })
    })
  }
})

describe("a language", () => {
  const text = (files: object) =>
    JSON.stringify({ schemaVersion: 1, language: "en-US", licence: "MIT", files, credits: [] })
  const source = (files: Readonly<Record<string, string>>): FileSource => ({
    name: "text",
    read: (file) => Effect.succeed(bytesOf(files[file]!))
  })

  it.effect("is read whole and verified", () =>
    Effect.gen(function* () {
      const data = yield* readLanguage(source({ "text.json": text({ "a.bin": entryOf("abc") }), "a.bin": "abc" }))
      assert.strictEqual(data.language, "en-US")
      assert.deepStrictEqual(Array.from(data.files["a.bin"]!), [97, 98, 99])
    })
  )

  it.effect("with a damaged file is refused", () =>
    Effect.gen(function* () {
      const error = yield* Effect.flip(
        readLanguage(source({ "text.json": text({ "a.bin": entryOf("abc") }), "a.bin": "abd" }))
      )
      assert.match(error.message, /'a.bin' of 'text' does not have the declared SHA-256/)
    })
  )
})
