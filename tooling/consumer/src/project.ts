import { readFileSync } from "node:fs"
import { mkdtemp, realpath, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { parse } from "yaml"
import { lockfileOf } from "./lockfile.ts"
import { pnpm } from "./run.ts"
import { pack, type Tarball } from "./tarballs.ts"
import { publishable, root, settings } from "./workspace.ts"

/** What a user who writes TypeScript installs beside our packages. */
const others = ["effect", "@types/node", "typescript"]

/**
 * The strictest settings that a user may have. `skipLibCheck` is off, so that our declarations are checked too, and with
 * them those of what we build on; Effect's name types of Web Crypto, which is why the DOM is there.
 */
const tsconfig = {
  compilerOptions: {
    target: "ES2023",
    lib: ["ES2023", "ESNext.Disposable", "DOM"],
    types: ["node"],
    module: "NodeNext",
    moduleResolution: "NodeNext",
    strict: true,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    noImplicitOverride: true,
    noPropertyAccessFromIndexSignature: true,
    verbatimModuleSyntax: true,
    isolatedModules: true,
    skipLibCheck: false,
    rootDir: ".",
    outDir: "out"
  },
  include: ["*.ts", "examples"]
}

/** A project of a user: a folder outside the workspace into which all our packages are installed. */
export interface Project {
  readonly folder: string
  readonly tarballs: ReadonlyArray<Tarball>
}

/** The store that the workspace was installed from. */
const workspaceStore = (): string =>
  (parse(readFileSync(join(root, "node_modules", ".modules.yaml"), "utf8")) as { readonly storeDir: string }).storeDir

/** Packs all that is published and installs it, offline, into an empty project. */
export const makeProject = async (): Promise<Project> => {
  const folder = await realpath(await mkdtemp(join(tmpdir(), "parlando-consumer-")))
  try {
    const tarballs = await Promise.all(publishable.map((each) => pack(each, folder)))
    const dependencies = Object.fromEntries(others.map((name) => [name, settings.catalog[name]!]))
    const files = Object.fromEntries(tarballs.map(({ name, file }) => [name, `file:${file}`]))
    const write = (name: string, content: unknown) =>
      writeFile(join(folder, name), typeof content === "string" ? content : JSON.stringify(content, undefined, 2))
    await write("package.json", {
      name: "consumer",
      private: true,
      type: "module",
      dependencies: { ...files, ...dependencies }
    })
    // The workspace's own lock file is pinned and checked; there is nothing to look up about the age of its packages.
    const { allowBuilds } = settings
    await write("pnpm-workspace.yaml", { overrides: files, allowBuilds, minimumReleaseAge: 0, pmOnFail: "ignore" })
    await write("pnpm-lock.yaml", lockfileOf(tarballs, dependencies))
    await write("tsconfig.json", tsconfig)
    await pnpm(["install", "--offline", "--frozen-lockfile", "--store-dir", workspaceStore()], folder)
    return { folder, tarballs }
  } catch (error) {
    await rm(folder, { recursive: true, force: true })
    throw error
  }
}
