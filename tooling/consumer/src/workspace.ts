import { globSync, readFileSync } from "node:fs"
import { basename, dirname, join, relative } from "node:path"
import { fileURLToPath } from "node:url"
import { parse } from "yaml"

/** The workspace's root folder. */
export const root = fileURLToPath(new URL("../../../", import.meta.url))

/** Versions by package name, as a `package.json` lists them. */
export type Dependencies = Readonly<Record<string, string>>

/** The fields of a `package.json` that are looked at here. */
export interface Manifest {
  readonly name: string
  readonly version: string
  readonly description?: string
  readonly private?: boolean
  readonly license?: string
  readonly type?: string
  readonly sideEffects?: boolean
  readonly bin?: Readonly<Record<string, string>>
  readonly files?: ReadonlyArray<string>
  readonly exports?: Readonly<Record<string, unknown>>
  readonly publishConfig?: { readonly access?: string }
  readonly dependencies?: Dependencies
  readonly devDependencies?: Dependencies
  readonly optionalDependencies?: Dependencies
  readonly peerDependencies?: Dependencies
}

/** A package of the workspace. */
export interface WorkspacePackage {
  /** Its npm name. */
  readonly name: string
  /** The absolute path of its folder. */
  readonly folder: string
  /** Its folder from the root, with `/`: `packages/core/audio`. */
  readonly place: string
  readonly manifest: Manifest
}

/** The fields of `pnpm-workspace.yaml` that are looked at here. */
export interface WorkspaceSettings {
  readonly packages: ReadonlyArray<string>
  readonly catalog: Dependencies
  readonly allowBuilds: Readonly<Record<string, boolean>>
}

/** Reads a JSON file that is known to have the shape. */
export const readJson = <T>(file: string): T => JSON.parse(readFileSync(file, "utf8")) as T

/** The workspace's settings. */
export const settings = parse(readFileSync(join(root, "pnpm-workspace.yaml"), "utf8")) as WorkspaceSettings

/** All packages of the workspace, the root not among them, by place. */
export const packages: ReadonlyArray<WorkspacePackage> = settings.packages
  .flatMap((pattern) => globSync(`${pattern}/package.json`, { cwd: root }))
  .map((file) => {
    const folder = dirname(join(root, file))
    const manifest = readJson<Manifest>(join(root, file))
    return { name: manifest.name, folder, place: relative(root, folder).replaceAll("\\", "/"), manifest }
  })
  .sort((a, b) => (a.place < b.place ? -1 : 1))

/** The packages that users install. */
export const publishable = packages.filter(({ manifest }) => manifest.private !== true)

/** Whether a package is data: a voice, or a language's pronunciation. It has no code, and is opened by its name. */
export const isModel = ({ place }: WorkspacePackage): boolean => place.startsWith("models/")

/** The package's folder name, which is also the last part of most npm names. */
export const shortName = ({ place }: WorkspacePackage): string => basename(place)
