import { readFileSync } from "node:fs"
import { describe, expect, it } from "vitest"
import { spoken } from "./data.ts"

const rows = readFileSync(new URL("../README.md", import.meta.url), "utf8")
  .split("\n")
  .filter((line) => /^\| .* \|$/.test(line) && !line.startsWith("| written"))
  .map((line) => line.slice(2, -2).split(" | "))

describe("the README's hard sentences", () => {
  it("are ten", () => expect(rows).toHaveLength(10))

  it.each(rows)("%s", (written = "", said = "") => {
    expect(spoken(written)).toBe(said)
  })
})
