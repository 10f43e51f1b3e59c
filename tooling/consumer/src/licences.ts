import { existsSync } from "node:fs"
import { realpath } from "node:fs/promises"
import { createRequire } from "node:module"
import { join } from "node:path"
import { type Manifest, readJson } from "./workspace.ts"

/** Licences, by SPDX identifier, that ask for no more than to be named. */
const permissive = new Set([
  "MIT",
  "MIT-0",
  "ISC",
  "0BSD",
  "BSD-2-Clause",
  "BSD-3-Clause",
  "Apache-2.0",
  "BlueOak-1.0.0"
])

/** Whether an SPDX expression can be met with permissive licences alone. Parentheses may only surround the whole of it. */
export const isPermissive = (expression: string | undefined): boolean =>
  (expression ?? "unknown")
    .replace(/^\((.*)\)$/, "$1")
    .split(" OR ")
    .some((choice) => choice.split(" AND ").every((licence) => permissive.has(licence.trim())))

/** The folder of a package as a module of another package sees it. */
const find = async (name: string, from: string): Promise<string | undefined> => {
  const places = createRequire(join(from, "package.json")).resolve.paths(name) ?? []
  const place = places.map((place) => join(place, name)).find((place) => existsSync(join(place, "package.json")))
  return place === undefined ? undefined : realpath(place)
}

/** The manifests of all packages that some packages need at run time, themselves included; by folder. */
export const productionTree = async (
  names: ReadonlyArray<string>,
  from: string,
  tree = new Map<string, Manifest>()
): Promise<ReadonlyMap<string, Manifest>> => {
  for (const name of names) {
    const folder = await find(name, from)
    // An optional dependency of another platform is not there.
    if (folder === undefined || tree.has(folder)) continue
    const manifest = readJson<Manifest>(join(folder, "package.json"))
    tree.set(folder, manifest)
    const { dependencies, optionalDependencies } = manifest
    await productionTree(Object.keys({ ...dependencies, ...optionalDependencies }), folder, tree)
  }
  return tree
}
