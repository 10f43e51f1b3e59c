import { readFileSync } from "node:fs"
import { Effect, Stream } from "effect"
import { makeTextFrontend, layer, textFrontend } from "/work/main/packages/stages/text-frontend/src/index.ts"
const data = { language: "en-US", files: { "lexicon.bin": readFileSync("/work/main/models/text-en-us/lexicon.bin"), "letter-to-sound.bin": readFileSync("/work/main/models/text-en-us/letter-to-sound.bin") } }
const text =
  "Sure, I can help with that. Dr. Smith paid $3.50 for the apple on Jan. 5, 2020 — a bargain! The quick brown fox jumps over the lazy dog near the river bank, and then it sleeps for a very long time because nobody ever bothers to wake it up again in the morning."
const r = await Effect.runPromise(
  Stream.fromIterable(text.match(/\s?\S+/g)!).pipe(
    textFrontend({ flushAfter: "300 millis" }),
    Stream.runCollect,
    Effect.provide(layer(data))
  )
)
for (const c of r)
  console.log(
    c.index,
    c.sentence,
    c.end,
    c.endsSentence,
    c.forced,
    JSON.stringify(c.text),
    c.words.map((w) => w.spoken.map((s) => s.text).join(" ") + (w.pause === "none" ? "" : `[${w.pause}]`)).join(" | ")
  )
console.log(JSON.stringify(r[0]))
const big = (text + " ").repeat(4000)
const s = await Effect.runPromise((await Effect.runPromise(makeTextFrontend(data))).open())
let t = performance.now()
let n = 0
for (let i = 0; i < big.length; i += 512) for (const c of s.push(big.slice(i, i + 512))) n += c.words.length
s.end()
const ms = performance.now() - t
console.log(n, "words", Math.round((n / ms) * 1000), "words/s")
