import { existsSync, globSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { describe, expect, it } from "vitest"
import { importedPackages } from "../src/imports.ts"
import { isModel, type Manifest, packages, publishable, readJson, root, settings } from "../src/workspace.ts"

const { manifest: ours } = packages.find(({ place }) => place === "tooling/consumer")!
const models = new Set(publishable.filter(isModel).map(({ name }) => name))

/** All packages that the modules of a folder import, sorted. */
const importsOf = (folder: string): ReadonlyArray<string> => {
  const sources = globSync("src/**/*.ts", { cwd: folder }).map((file) => readFileSync(join(folder, file), "utf8"))
  return [...new Set(sources.flatMap(importedPackages))].sort()
}

describe("the workspace", () => {
  it("takes all versions from the catalog and from itself", () => {
    const manifests = [{ place: ".", manifest: readJson<Manifest>(join(root, "package.json")) }, ...packages]
    const strangers = manifests.flatMap(({ place, manifest }) =>
      (["dependencies", "devDependencies", "optionalDependencies", "peerDependencies"] as const).flatMap((field) =>
        Object.entries(manifest[field] ?? {})
          .filter(([name, version]) => version !== (name.startsWith("@parlando/") ? "workspace:*" : "catalog:"))
          .map(([name, version]) => `${place}: ${field}.${name} is '${version}'`)
      )
    )
    expect(strangers).toEqual([])
  })

  it("has exact versions in its catalog", () => {
    expect(Object.entries(settings.catalog).filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version))).toEqual([])
  })

  it("lists every publishable package here, so that it is built before it is packed", () => {
    const listed = Object.keys(ours.devDependencies ?? {})
    expect(listed).toEqual(expect.arrayContaining(publishable.map(({ name }) => name)))
  })

  it("publishes all packages in one version", () => {
    expect(new Set(publishable.map(({ manifest }) => manifest.version)).size).toBe(1)
  })
})

describe.each(publishable)("$name", ({ folder, manifest, place }) => {
  it("says what it is", () => {
    expect(manifest).toMatchObject({ type: "module", sideEffects: false, publishConfig: { access: "public" } })
    expect(manifest.description).toMatch(/^[A-Z].{10,150}\.$/)
  })

  it("has the MIT licence", () => {
    expect(manifest.license?.split(" AND ")).toContain("MIT")
    expect(readFileSync(join(folder, "LICENSE"), "utf8")).toContain(readFileSync(join(root, "LICENSE"), "utf8").trim())
  })

  it("has a README of one screen", () => {
    expect(existsSync(join(folder, "README.md")), `${place}/README.md`).toBe(true)
    const lines = readFileSync(join(folder, "README.md"), "utf8").trim().split("\n")
    expect(lines[0]).toMatch(/^# \S/)
    expect(lines.length).toBeLessThanOrEqual(60)
  })

  it("lists what it imports and nothing else", () => {
    const listed = Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies })
    // Voices and pronunciations are data: they are opened by their names, and not imported.
    const code = listed.filter((name) => !models.has(name))
    expect(code.sort()).toEqual(importsOf(folder))
  })
})
