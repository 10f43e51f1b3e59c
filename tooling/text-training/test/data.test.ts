import { readFileSync } from "node:fs"
import { createHash } from "node:crypto"
import { LetterToSoundModel, Lexicon } from "@parlando/text-frontend/formats"
import { describe, expect, it } from "vitest"
import { isHeldOut, readCmudict } from "../src/cmudict.ts"
import { scoreLetterToSound, soundsOf } from "../src/evaluateLetterToSound.ts"
import { modelFolder } from "../src/modelFolder.ts"
import { packLexicon } from "../src/packLexicon.ts"

const entries = readCmudict()

describe("the shipped data", () => {
  it("has the sizes and checksums of its manifest", () => {
    const manifest = JSON.parse(readFileSync(`${modelFolder}text.json`, "utf8"))
    for (const [name, { bytes, sha256 }] of Object.entries<{ bytes: number; sha256: string }>(manifest.files)) {
      const content = readFileSync(modelFolder + name)
      expect(content.length).toBe(bytes)
      expect(createHash("sha256").update(content).digest("hex")).toBe(sha256)
    }
  })

  it("is what the scripts make of the dictionary, to the byte", () => {
    expect(Buffer.compare(packLexicon(entries), readFileSync(`${modelFolder}lexicon.bin`))).toBe(0)
  })

  it("has every word of the dictionary", () => {
    const lexicon = new Lexicon(readFileSync(`${modelFolder}lexicon.bin`))
    for (let i = 0; i < entries.length; i += 97) {
      const { word, pronunciations } = entries[i]!
      expect(soundsOf(lexicon.get(word) ?? [])).toEqual(pronunciations[0])
    }
    expect(lexicon.get("zzyzxq")).toBeUndefined()
  })

  it("guesses words it has never seen within the promised error", () => {
    const model = new LetterToSoundModel(readFileSync(`${modelFolder}letter-to-sound.bin`))
    const heldOut = entries.filter(({ word }, i) => /^[a-z']+$/.test(word) && isHeldOut(word) && i % 5 === 0)
    const scores = scoreLetterToSound(heldOut, (word) => soundsOf(model.pronounce(word)))
    expect(scores.phonemeErrors).toBeLessThan(7)
    expect(scores.wordErrors).toBeLessThan(27)
    expect(scores.phonemeErrorsWithStress).toBeLessThan(9.5)
  })
})
