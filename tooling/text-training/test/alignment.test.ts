import { describe, expect, it } from "vitest"
import { align } from "../src/alignment.ts"

const pair = (word: string, sounds: string) => ({ word, sounds: sounds.split(" ") })

describe("alignment", () => {
  it("learns which letters stand for which sounds", () => {
    const paths = align(
      [
        pair("cat", "K AE1 T"),
        pair("cab", "K AE1 B"),
        pair("tab", "T AE1 B"),
        pair("bat", "B AE1 T"),
        pair("tax", "T AE1 K S"),
        pair("wax", "W AE1 K S"),
        pair("debt", "D EH1 T"),
        pair("bed", "B EH1 D")
      ],
      8
    )
    expect(
      paths.map((path) => path.map(({ letters, sounds }) => `${letters}:${sounds.join(" ")}`).join(" "))
    ).toContain("t:T a:AE1 x:K S")
  })

  it("gives back every word and pronunciation", () => {
    const pairs = [pair("though", "DH OW1"), pair("thin", "TH IH1 N"), pair("hen", "HH EH1 N"), pair("ten", "T EH1 N")]
    for (const [i, path] of align(pairs, 4).entries()) {
      expect(path.map((graphone) => graphone.letters).join("")).toBe(pairs[i]?.word)
      expect(path.flatMap((graphone) => graphone.sounds)).toEqual(pairs[i]?.sounds)
    }
  })
})
