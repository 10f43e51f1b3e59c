import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync
} from "node:fs"
import { tmpdir } from "node:os"
import { delimiter, join } from "node:path"
import { assert, describe, it } from "@effect/vitest"
import { type AudioChunk, parseWav, wavToMono } from "@parlando/audio"
import { Effect, Fiber, Result, Stream } from "effect"
import { afterAll, beforeAll } from "vitest"
import { folderSource, isPackageInstalled, openAtomicFile, openPlayer, packageSource, writeWav } from "../src/index.ts"

const folder = mkdtempSync(join(tmpdir(), "parlando-node-"))
afterAll(() => rmSync(folder, { recursive: true }))

const chunks = (count: number): ReadonlyArray<AudioChunk> =>
  Array.from({ length: count }, (_, index) => ({
    index,
    start: index * 100,
    samples: Float32Array.from({ length: 100 }, (_, i) => Math.sin((index * 100 + i) / 9) / 2),
    sampleRate: 22_050,
    words: []
  }))

describe("a WAV file", () => {
  it.effect("has the samples of its stream to half a step of 16 bits", () =>
    Effect.gen(function* () {
      const path = join(folder, "whole.wav")
      const written = yield* Stream.fromIterable(chunks(30)).pipe(writeWav(path))
      assert.deepStrictEqual(written, { samples: 3000, sampleRate: 22_050 })
      const wav = Result.getOrThrow(parseWav(readFileSync(path)))
      const samples = wavToMono(wav)
      assert.strictEqual(samples.length, 3000)
      chunks(30).forEach(({ start, samples: made }) =>
        made.forEach((sample, i) => assert.approximately(samples[start + i]!, sample, 1 / 32_767))
      )
    })
  )

  it.effect("of a stream that fails leaves what was there, and nothing beside it", () =>
    Effect.gen(function* () {
      const path = join(folder, "kept.wav")
      writeFileSync(path, "before")
      const error = yield* Stream.fromIterable(chunks(3)).pipe(
        Stream.concat(Stream.fail("lost" as const)),
        writeWav(path),
        Effect.flip
      )
      assert.strictEqual(error, "lost")
      assert.strictEqual(readFileSync(path, "utf8"), "before")
      assert.deepStrictEqual(
        readdirSync(folder).filter((name) => name.includes(".part")),
        []
      )
    })
  )

  it.live("of a stream that is interrupted is not there", () =>
    Effect.gen(function* () {
      const path = join(folder, "interrupted.wav")
      const writing = yield* Stream.fromIterable(chunks(3)).pipe(
        Stream.concat(Stream.never),
        writeWav(path),
        Effect.forkChild
      )
      yield* Effect.sleep("30 millis")
      yield* Fiber.interrupt(writing)
      assert.deepStrictEqual(
        readdirSync(folder).filter((name) => name.startsWith("interrupted")),
        []
      )
    })
  )

  it.effect("of an empty stream is not there", () =>
    Effect.gen(function* () {
      const path = join(folder, "empty.wav")
      assert.strictEqual((yield* Stream.empty.pipe(writeWav(path))).samples, 0)
      assert.isFalse(existsSync(path))
    })
  )

  for (const [what, path, message] of [
    [
      "a folder that is not there",
      () => join(folder, "no", "where.wav"),
      /its folder does not exist; give another place/
    ],
    ["a folder", () => folder, /it is a folder/],
    ["a file as a folder", () => join(folder, "kept.wav", "x.wav"), /its folder is a file/]
  ] as const) {
    it.effect(`cannot be ${what}, and says why`, () =>
      Effect.gen(function* () {
        writeFileSync(join(folder, "kept.wav"), "before")
        const error = yield* Stream.fromIterable(chunks(1)).pipe(writeWav(path()), Effect.flip)
        assert.strictEqual(error._tag, "OutputError")
        assert.match(error.message, message)
      })
    )
  }

  it.effect("may be a device, which is written to and stays a device", () =>
    Effect.gen(function* () {
      yield* Stream.fromIterable(chunks(3)).pipe(writeWav("/dev/null"))
      yield* Effect.scoped(Effect.flatMap(openAtomicFile("/dev/null"), (file) => file.commit))
      assert.isTrue(existsSync("/dev/null"))
      assert.isFalse(readdirSync("/dev").some((name) => name.endsWith(".part")))
    })
  )
})

describe("a folder of files", () => {
  beforeAll(() => {
    mkdirSync(join(folder, "voice", "golden"), { recursive: true })
    writeFileSync(join(folder, "voice", "golden", "one.txt"), "1")
  })
  const source = folderSource(join(folder, "voice"))

  it.effect("reads files and files in folders", () =>
    Effect.gen(function* () {
      assert.strictEqual(new TextDecoder().decode(yield* source.read("golden/one.txt")), "1")
    })
  )

  for (const file of ["../kept.wav", "/etc/hostname", "golden/../../kept.wav"]) {
    it.effect(`does not let '${file}' out`, () =>
      Effect.gen(function* () {
        assert.match((yield* Effect.flip(source.read(file))).message, /leads out of/)
      })
    )
  }

  it.effect("says which file is missing", () =>
    Effect.gen(function* () {
      assert.match((yield* Effect.flip(source.read("voice.json"))).message, /'voice.json' of '.*' is not there/)
    })
  )
})

describe("a package of files", () => {
  it.effect("that is not installed says how to install it", () =>
    Effect.gen(function* () {
      assert.isFalse(isPackageInstalled("@parlando/voice-xx", "voice.json", import.meta.url))
      const error = yield* Effect.flip(
        packageSource("@parlando/voice-xx", "voice.json", import.meta.url).read("voice.json")
      )
      assert.strictEqual(
        error.message,
        "The package '@parlando/voice-xx' is not installed; run 'npm install @parlando/voice-xx'."
      )
    })
  )
})

describe("a player", () => {
  const program = (script: string) => {
    const bin = mkdtempSync(join(folder, "bin-"))
    writeFileSync(join(bin, "aplay"), `#!/bin/sh\n${script}\n`)
    chmodSync(join(bin, "aplay"), 0o755)
    return bin
  }
  const withPath = <A, E>(path: string, effect: Effect.Effect<A, E>) =>
    Effect.acquireUseRelease(
      Effect.sync(() => {
        const before = process.env["PATH"]
        process.env["PATH"] = path
        return before
      }),
      () => effect,
      (before) => Effect.sync(() => (process.env["PATH"] = before))
    )
  const play = Effect.scoped(
    Effect.gen(function* () {
      const sink = yield* openPlayer(22_050)
      for (const chunk of chunks(20)) yield* sink.write(chunk)
      yield* sink.finish
    })
  )

  it.live("is given the samples as 16-bit PCM and the rate, and is waited for", () => {
    const out = join(folder, "played")
    const bin = program(`echo "$@" > ${out}.args; cat > ${out}.pcm`)
    return Effect.gen(function* () {
      yield* withPath(`${bin}${delimiter}${process.env["PATH"]}`, play)
      assert.include(readFileSync(`${out}.args`, "utf8"), "-r 22050")
      assert.strictEqual(readFileSync(`${out}.pcm`).byteLength, 20 * 100 * 2)
    })
  })

  it.live("that ends early is an error that says what to do", () => {
    const bin = program("exit 1")
    return Effect.gen(function* () {
      const error = yield* Effect.flip(withPath(`${bin}${delimiter}${process.env["PATH"]}`, play))
      assert.match(
        error.message,
        /The player 'aplay' ended before the speech did; check the sound device, or use --out/
      )
    })
  })

  it.live("that is not there is an error that names those that could be installed", () =>
    Effect.gen(function* () {
      const error = yield* Effect.flip(withPath(join(folder, "nothing"), play))
      assert.strictEqual(error._tag, "PlayerError")
      assert.match(error.message, /aplay, pacat, play, ffplay/)
    })
  )
})
