import { readFileSync } from "node:fs"
import { join } from "node:path"
import { parse } from "yaml"
import type { Tarball } from "./tarballs.ts"
import { type Dependencies, root } from "./workspace.ts"

/** What a lock file says about how an installed package is wired. */
interface Snapshot {
  readonly dependencies?: Dependencies
  readonly optionalDependencies?: Dependencies
}

/** The parts of `pnpm-lock.yaml` that are needed here. */
interface Lockfile {
  readonly lockfileVersion: string
  readonly settings: object
  readonly packages: Readonly<Record<string, object>>
  readonly snapshots: Readonly<Record<string, Snapshot>>
}

/** The key without the peers that the version was resolved with, which is how `packages` names it. */
const withoutPeers = (key: string) => (key.includes("(") ? key.slice(0, key.indexOf("(")) : key)

/**
 * Makes a lock file for a project that installs the tarballs and some packages that the workspace has too. With it, pnpm
 * installs without a network and without looking anything up: all that is not a tarball comes from the workspace's store,
 * in the workspace's versions. JSON is YAML, so JSON is what it is.
 *
 * @param others exact versions by name
 */
export const lockfileOf = (tarballs: ReadonlyArray<Tarball>, others: Dependencies): string => {
  const workspace = parse(readFileSync(join(root, "pnpm-lock.yaml"), "utf8")) as Lockfile
  const known = new Map(tarballs.map((tarball) => [tarball.name, `file:${tarball.file}`]))
  const packages: Record<string, object> = {}
  const snapshots: Record<string, Snapshot> = {}

  /** Takes a package of the workspace's lock file over, with all that it needs. */
  const take = (key: string): void => {
    const snapshot = workspace.snapshots[key]
    if (snapshot === undefined || key in snapshots) return
    packages[withoutPeers(key)] = workspace.packages[withoutPeers(key)]!
    snapshots[key] = snapshot
    for (const [name, version] of Object.entries({ ...snapshot.dependencies, ...snapshot.optionalDependencies })) {
      take(`${name}@${version}`)
    }
  }

  const resolve = (name: string, version: string): string => {
    const tarball = known.get(name)
    if (tarball !== undefined) return tarball
    const wanted = `${name}@${version}`
    const key = Object.keys(workspace.snapshots).find((key) => withoutPeers(key) === wanted)
    if (key === undefined) throw new Error(`'${wanted}' is not in pnpm-lock.yaml; install the workspace first.`)
    take(key)
    return key.slice(name.length + 1)
  }
  const resolveAll = (dependencies: Dependencies = {}) =>
    Object.fromEntries(Object.entries(dependencies).map(([name, version]) => [name, resolve(name, version)]))

  for (const { name, file, integrity, manifest } of tarballs) {
    const key = `${name}@file:${file}`
    packages[key] = {
      resolution: { integrity, tarball: `file:${file}` },
      version: manifest.version,
      ...(manifest.bin === undefined ? {} : { hasBin: true })
    }
    snapshots[key] = { dependencies: resolveAll(manifest.dependencies) }
  }
  const direct = [
    ...tarballs.map(({ name, file }) => [name, { specifier: `file:${file}`, version: `file:${file}` }]),
    ...Object.entries(others).map(([name, specifier]) => [name, { specifier, version: resolve(name, specifier) }])
  ]
  return JSON.stringify({
    lockfileVersion: workspace.lockfileVersion,
    settings: workspace.settings,
    overrides: Object.fromEntries(tarballs.map(({ name, file }) => [name, `file:${file}`])),
    importers: { ".": { dependencies: Object.fromEntries(direct) } },
    packages,
    snapshots
  })
}
