import { spawnSync } from "node:child_process"
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { assert, describe, it } from "@effect/vitest"
import { type AudioChunk, parseWav } from "@parlando/audio"
import { Result } from "effect"
import { afterAll, beforeAll } from "vitest"
import { hasVoice, installedVoices, openVoice, type OpenVoice, voiceSource } from "../src/index.ts"

const folder = mkdtempSync(join(tmpdir(), "parlando-speak-"))
let voice: OpenVoice
beforeAll(async () => {
  voice = await openVoice()
})
afterAll(async () => {
  await voice.close()
  rmSync(folder, { recursive: true })
})

const collect = async (audio: AsyncIterable<AudioChunk>) => {
  const chunks: Array<AudioChunk> = []
  for await (const chunk of audio) chunks.push(chunk)
  return chunks
}

const samples = (chunks: ReadonlyArray<AudioChunk>) => chunks.reduce((sum, chunk) => sum + chunk.samples.length, 0)

const rejection = async (promise: Promise<unknown>) => {
  try {
    await promise
  } catch (error) {
    return error as Error & { readonly _tag?: string; readonly retryable?: boolean }
  }
  throw new Error("it did not fail")
}

describe("an open voice", () => {
  it("speaks a text, its fragments, and the fragments of an async iterator alike", async () => {
    const text = "Hello there. How are you?"
    const fragments = ["Hello ", "there. ", "How are", " you?"]
    async function* arriving() {
      for (const fragment of fragments) {
        await new Promise((resolve) => setTimeout(resolve, 5))
        yield fragment
      }
    }
    const [whole, listed, arrived] = await Promise.all([
      collect(voice.stream(text)),
      collect(voice.stream(fragments)),
      collect(voice.stream(arriving()))
    ])
    assert.isAbove(samples(whole), voice.sampleRate)
    assert.strictEqual(samples(listed), samples(whole))
    assert.strictEqual(samples(arrived), samples(whole))
    assert.deepStrictEqual(
      whole.flatMap((chunk) => chunk.words.map((word) => word.text)),
      ["Hello", "there", "How", "are", "you"]
    )
  })

  it("gives its first audio while later text is unwritten", async () => {
    let finish = () => {}
    const unwritten = new Promise<void>((resolve) => (finish = resolve))
    async function* text() {
      yield "Well, the birch canoe slid. Then"
      await unwritten
      yield " it sank."
    }
    const audio = voice.stream(text())[Symbol.asyncIterator]()
    assert.isFalse((await audio.next()).done)
    finish()
    await audio.return?.(undefined)
  })

  it("stops when the signal is aborted, with the signal's reason, and twice is harmless", async () => {
    const controller = new AbortController()
    let heard = 0
    const reason = new Error("enough")
    const error = await rejection(
      (async () => {
        for await (const chunk of voice.stream("The birch canoe slid on the smooth planks. ".repeat(50), {
          signal: controller.signal
        })) {
          heard += chunk.samples.length
          if (heard > 5000) controller.abort(reason)
        }
      })()
    )
    controller.abort()
    assert.strictEqual(error, reason)
    assert.isBelow(heard, 8000)
    assert.strictEqual(await rejection(collect(voice.stream("Too late.", { signal: controller.signal }))), reason)
  })

  it("stops when the loop is left, and speaks again", async () => {
    for await (const _chunk of voice.stream("The birch canoe slid on the smooth planks. ".repeat(50))) break
    assert.isAbove(samples(await collect(voice.stream("Again."))), 1000)
  })

  it("throws what the text's own iterator throws", async () => {
    const failure = new Error("the model hung up")
    async function* text() {
      yield "One two. "
      throw failure
    }
    assert.strictEqual(await rejection(collect(voice.stream(text()))), failure)
  })

  it("throws errors that say what to do and whether to retry", async () => {
    const nothing = await rejection(collect(voice.stream("  ")))
    assert.deepInclude(nothing, { _tag: "UnspeakableError", retryable: false })
    const rate = await rejection(collect(voice.stream("Hello.", { rate: 7 })))
    assert.strictEqual(rate.message, "'rate' is 7; give a number from 0.5 to 2.")
  })

  it("writes a file that is whole, or none", async () => {
    const path = join(folder, "hello.wav")
    const spoken = await voice.speakToFile("Hello there.", path)
    const wav = Result.getOrThrow(parseWav(readFileSync(path)))
    assert.strictEqual(spoken.samples, wav.frames)
    assert.approximately(spoken.seconds, wav.frames / wav.sampleRate, 1e-9)

    const controller = new AbortController()
    const never = join(folder, "never.wav")
    const writing = voice.speakToFile("The birch canoe slid on the smooth planks. ".repeat(100), never, {
      signal: controller.signal
    })
    setTimeout(() => controller.abort(), 50)
    assert.strictEqual((await rejection(writing)).name, "AbortError")
    assert.isFalse(existsSync(never))
    assert.deepStrictEqual(readdirSync(folder), ["hello.wav"])
  })

  it("that is not there, or is broken, is not opened", async () => {
    const missing = await rejection(openVoice({ voice: "xx-nobody" }))
    assert.match(missing.message, /'@parlando\/voice-xx-nobody' is not installed; run 'npm install/)
    const broken = mkdtempSync(join(tmpdir(), "parlando-broken-"))
    writeFileSync(join(broken, "voice.json"), '{ "schemaVersion": 2 }')
    const refused = await rejection(openVoice({ voice: broken }))
    assert.strictEqual(refused._tag, "ManifestError")
    rmSync(broken, { recursive: true })
  })

  it("that was closed fails what it speaks, what waits for text, and what comes after", async () => {
    const other = await openVoice({ workers: 1 })
    async function* endless() {
      yield "The birch canoe slid on the smooth planks. And"
      await new Promise(() => {})
    }
    const place = join(folder, "closed.wav")
    const ends = [
      rejection(collect(other.stream(endless()))),
      rejection(collect(other.stream("The birch canoe slid on the smooth planks. ".repeat(200)))),
      rejection(other.speakToFile(endless(), place))
    ]
    await new Promise((resolve) => setTimeout(resolve, 100))
    await other.close()
    await other.close()
    ends.push(rejection(collect(other.stream("Hello."))), rejection(other.speakToFile("Hello.", place)))
    for (const error of await Promise.all(ends)) assert.strictEqual(error._tag, "VoiceClosedError")
    assert.isFalse(existsSync(place))
  })

  it("may be closed or left in the middle of a word without harm to the process", { timeout: 120_000 }, () => {
    const script = `
      import { openVoice } from ${JSON.stringify(new URL("../src/index.ts", import.meta.url).href)}
      const text = "The birch canoe slid on the smooth planks. ".repeat(50)
      for (let i = 0; i < 8; i++) {
        await using voice = await openVoice({ workers: 2, warmUp: false })
        let chunks = 0
        for await (const chunk of voice.stream(text)) if (++chunks > 3 * i) break
      }
      for (let i = 0; i < 8; i++) {
        const voice = await openVoice({ workers: 1, warmUp: false })
        const speaking = (async () => { for await (const chunk of voice.stream(text)); })().catch((error) => error._tag)
        await new Promise((resolve) => setTimeout(resolve, 5 * i))
        await voice.close()
        if (await speaking !== "VoiceClosedError") process.exit(3)
      }
      console.log("whole")`
    const child = spawnSync(process.execPath, ["--input-type=module", "-e", script], {
      cwd: import.meta.dirname,
      encoding: "utf8",
      timeout: 100_000
    })
    assert.deepStrictEqual([child.stdout.trim(), child.status, child.signal], ["whole", 0, null], child.stderr)
  })

  it("takes text one fragment at a time and refuses what is no text", async () => {
    let pulled = 0
    function* many() {
      for (; pulled < 5000; pulled++) yield "The birch canoe slid on the smooth planks. "
    }
    for await (const _chunk of voice.stream(many())) break
    assert.isBelow(pulled, 20)
    for (const text of [undefined, null, 7, {}, [Buffer.from("bytes")]]) {
      const error = await rejection(collect(voice.stream(text as unknown as string)))
      assert.strictEqual(error._tag, "TextTypeError")
    }
  })
})

describe("the voices", () => {
  it("that are installed are listed, and known by name, by package and by folder", () => {
    assert.include(installedVoices(), "en-us-lj")
    const place = join(import.meta.dirname, "..", "..", "..", "..", "models", "en-us-lj")
    for (const name of ["en-us-lj", "@parlando/voice-en-us-lj", place]) assert.isTrue(hasVoice(name), name)
    assert.isFalse(hasVoice("xx-nobody"))
    assert.isFalse(hasVoice("./nowhere"))
    assert.strictEqual(voiceSource(place).name, place)
  })
})
