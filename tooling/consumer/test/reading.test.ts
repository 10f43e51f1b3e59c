import { describe, expect, it } from "vitest"
import { commentBlocks, markdownBlocks } from "../src/codeBlocks.ts"
import { importedPackages } from "../src/imports.ts"

describe("code blocks", () => {
  it("are found in Markdown with their names and places", () => {
    const markdown =
      "# Title\n\n```sh\nls\n```\n\n```ts file=a.ts\nconst a = 1\n\nconst b = 2\n```\n\n- item\n  ```ts\n  c()\n  ```\n"
    expect(markdownBlocks(markdown)).toEqual([
      { name: "a.ts", line: 8, code: "const a = 1\n\nconst b = 2" },
      { name: undefined, line: 15, code: "c()" }
    ])
  })

  it("are found in documentation comments and nowhere else", () => {
    const source =
      "/**\n * Adds.\n *\n * @example\n * ```ts\n * if (a) {\n *   b()\n * }\n * ```\n */\nconst x = `\n```ts\nno\n```\n`\n"
    expect(commentBlocks(source)).toEqual([{ name: undefined, line: 6, code: "if (a) {\n  b()\n}" }])
  })
})

describe("imports", () => {
  it("are found in every form, without those in comments and of files", () => {
    const source = `
/** import { no } from "comment" */
// import "line"
import { readFile } from "node:fs"
import type { A } from "a"
import {
  b,
  type C
} from "@scope/b/deep"
import "side-effect"
export * from "c"
export { d } from "./d.ts"
const e = await import("e")
`
    expect(importedPackages(source)).toEqual(["a", "@scope/b", "side-effect", "c", "e"])
  })
})
