import { globSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { publint } from "publint"
import { formatMessage } from "publint/utils"
import { describe, expect, inject, it } from "vitest"
import { runWell } from "../src/run.ts"
import { isModel, publishable, type Manifest, readJson } from "../src/workspace.ts"

const { folder: project, tarballs } = inject("project")

const always = ["LICENSE", "README.md", "package.json"]

/** What a package of code should hold: for every module its JavaScript and its types. */
const builtFiles = (folder: string): ReadonlyArray<string> =>
  globSync("src/**/*.ts", { cwd: folder })
    .map((file) => file.replaceAll("\\", "/").replace(/^src\/(.*)\.ts$/, "dist/$1"))
    .flatMap((module) => [`${module}.js`, `${module}.d.ts`])

interface ModelManifest {
  readonly files: Readonly<Record<string, object>>
  readonly golden?: { readonly items: ReadonlyArray<{ readonly file: string }> }
}

/** What a model should hold: its manifest, what that lists, its golden recordings, and documents. */
const isModelFile = (folder: string) => {
  const name = globSync("{voice,text}.json", { cwd: folder })[0]!
  const { files, golden } = readJson<ModelManifest>(join(folder, name))
  const wanted = new Set([...always, name, ...Object.keys(files), ...(golden?.items ?? []).map(({ file }) => file)])
  return {
    wanted,
    allowed: (file: string) => wanted.has(file) || /^[A-Z_-]+\.md$|^LICENSE-\w+\.txt$|\.png$/.test(file)
  }
}

describe.each(publishable)("$name", (each) => {
  const { folder, name } = each
  const tarball = tarballs.find((tarball) => tarball.name === name)!

  it("passes publint", async () => {
    const bytes = readFileSync(join(project, tarball.file))
    const pack = { tarball: bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) }
    const { messages, pkg } = await publint({ pack, strict: true })
    expect(messages.map((message) => formatMessage(message, pkg, { color: false }))).toEqual([])
  })

  it("holds what it should and no other file", () => {
    if (isModel(each)) {
      const { allowed, wanted } = isModelFile(folder)
      expect(tarball.files).toEqual(expect.arrayContaining([...wanted]))
      expect(tarball.files.filter((file) => !allowed(file))).toEqual([])
    } else expect(tarball.files).toEqual([...always, ...builtFiles(folder)].sort())
  })

  it("depends on exact versions", () => {
    const { dependencies = {}, peerDependencies } = readJson<Manifest>(
      join(project, "node_modules", name, "package.json")
    )
    expect(Object.entries(dependencies).filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version))).toEqual([])
    expect(peerDependencies).toBeUndefined()
  })

  it("can be loaded by each of its exports", async () => {
    const entries = Object.keys(tarball.manifest.exports ?? {}).map((key) => name + key.slice(1))
    const patterns = entries.filter((entry) => entry.includes("*"))
    const files = isModel(each) ? tarball.files.filter((file) => file.endsWith(".json")) : []
    const modules = entries.filter((entry) => !entry.includes("*"))
    expect(patterns.length).toBe(isModel(each) ? 1 : 0)
    const program = `
      for (const name of ${JSON.stringify(modules)}) {
        if (Object.keys(await import(name)).length === 0) throw new Error(name + " exports nothing")
      }
      for (const file of ${JSON.stringify(files)}) import.meta.resolve(${JSON.stringify(name)} + "/" + file)`
    await runWell(process.execPath, ["--input-type=module", "--eval", program], project)
  })
})
