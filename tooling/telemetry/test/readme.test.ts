import { readFileSync } from "node:fs"
import { join } from "node:path"
import { assert, it } from "@effect/vitest"

const read = (...path: ReadonlyArray<string>) => readFileSync(join(import.meta.dirname, "..", ...path), "utf8")

it("the README shows the examples that the other tests run", () => {
  const shown = [...read("README.md").matchAll(/```ts\n\/\/ (example\/\S+)\n(.*?)```/gs)]
  assert.deepStrictEqual(
    shown.map(([, file]) => file),
    ["example/export.ts", "example/scrape.ts"]
  )
  for (const [, file, text] of shown) assert.strictEqual(text, read(file!))
})
