import { globSync, readFileSync } from "node:fs"
import { mkdir, writeFile } from "node:fs/promises"
import { dirname, join } from "node:path"
import { type CodeBlock, commentBlocks, markdownBlocks } from "./codeBlocks.ts"
import { run } from "./run.ts"
import { publishable, root } from "./workspace.ts"

/** An example of our documentation, as a file of a user's project. */
export interface Example {
  /** Where it is written: `packages/core/audio/README.md`. */
  readonly source: string
  /** The line of `source`, from 1, on which its first line is. */
  readonly line: number
  /** Its path in the project: the name it gives itself, or a place under `examples`. */
  readonly file: string
  readonly code: string
}

const inDocument = (source: string, extract: (text: string) => ReadonlyArray<CodeBlock>): ReadonlyArray<Example> =>
  extract(readFileSync(join(root, source), "utf8")).map(({ code, line, name }) => ({
    source,
    line,
    file: name ?? `examples/${source.replace(/\.\w+$/, "")}-${line}.ts`,
    code
  }))

/** The programs of the root README. */
export const readmePrograms = (): ReadonlyArray<Example> => inDocument("README.md", markdownBlocks)

/** The examples in the documents and in the documentation comments of every publishable package. */
export const packageExamples = (): ReadonlyArray<Example> => {
  const inFiles = (pattern: string, extract: Parameters<typeof inDocument>[1]) =>
    publishable.flatMap(({ folder, place }) =>
      globSync(pattern, { cwd: folder }).flatMap((file) => inDocument(`${place}/${file}`, extract))
    )
  return inFiles("*.md", markdownBlocks).concat(inFiles("src/**/*.ts", commentBlocks))
}

const diagnostic = /^(.+?)\((\d+),(\d+)\): error (TS\d+: .*)$/

/**
 * Compiles examples in a project, all in one run, and leaves their JavaScript in `out`.
 *
 * @returns what the compiler says against them, by the places where they are written.
 */
export const compile = async (folder: string, examples: ReadonlyArray<Example>): Promise<ReadonlyArray<string>> => {
  const byFile = new Map(examples.map((example) => [example.file, example]))
  for (const { code, file } of examples) {
    await mkdir(dirname(join(folder, file)), { recursive: true })
    await writeFile(join(folder, file), `${code}\nexport {}\n`)
  }
  const { code, stderr, stdout } = await run(
    join(folder, "node_modules", ".bin", "tsc"),
    ["-p", ".", "--pretty", "false"],
    folder
  )
  if (code === 0) return []
  return `${stdout}${stderr}`
    .trim()
    .split("\n")
    .map((text) => {
      const [, file = "", line, column, message] = diagnostic.exec(text) ?? []
      const example = byFile.get(file)
      return example === undefined ? text : `${example.source}:${example.line + Number(line) - 1}:${column}: ${message}`
    })
}
