import { readFileSync } from "node:fs"
import { Effect } from "effect"
import { makeTextFrontend } from "/work/main/packages/stages/text-frontend/src/index.ts"
const data = { language: "en-US", files: { "lexicon.bin": readFileSync("/work/main/models/text-en-us/lexicon.bin"), "letter-to-sound.bin": readFileSync("/work/main/models/text-en-us/letter-to-sound.bin") } }
const fe = await Effect.runPromise(makeTextFrontend(data))
const cases = JSON.parse(readFileSync("/work/shared/conformance/segmentation-en.json", "utf8"))
let ok = 0
for (const c of cases) {
  const s = await Effect.runPromise(fe.open())
  const clauses = [...s.push(c.text), ...s.end()]
  const m = new Map<number, [number, number]>()
  for (const k of clauses) { const e = m.get(k.sentence); m.set(k.sentence, [e?.[0] ?? k.textStart, k.textEnd]) }
  const got = [...m.values()].map(([a, b]) => c.text.slice(a, b).replace(/\s+/g, " "))
  const want = c.sentences.map((x: string) => x.replace(/\s+/g, ' '))
  if (JSON.stringify(got) === JSON.stringify(want)) ok++
  else { console.log("TEXT", JSON.stringify(c.text.slice(0, 160))); for (let i = 0, j = 0; i < Math.max(got.length, want.length); i++) if (!want.includes(got[i])) console.log("   got ", got[i]); for (const w of want) if (!got.includes(w)) console.log("   want", w) }
  const s2 = await Effect.runPromise(fe.open())
  const c2 = [...c.text].flatMap((ch: string) => s2.push(ch)).concat(s2.end())
  if (JSON.stringify(c2) !== JSON.stringify(clauses)) console.log("LAW1", c.text)
}
console.log(ok, cases.length)
