import { parseArgs } from "node:util"
import { UsageError } from "./BenchError.ts"
import { type BenchName, benches, isBenchName } from "./benches.ts"

/** What the user asked for. */
export type Command =
  | { readonly kind: "list" }
  | {
      readonly kind: "bench"
      readonly name: BenchName
      readonly quick: boolean
      readonly json: string | undefined
      readonly plot: string | undefined
      readonly suites: string | undefined
      readonly yardsticks: string | undefined
      readonly level: string | undefined
      readonly copy: { readonly from: string; readonly to: string } | undefined
    }

const options = {
  json: { type: "string" },
  plot: { type: "string" },
  suites: { type: "string" },
  yardsticks: { type: "string" },
  level: { type: "string" },
  copy: { type: "string" },
  quick: { type: "boolean" },
  help: { type: "boolean", short: "h" }
} as const

/** Options that one bench alone has. */
const owners = { plot: "memory", suites: "frontend", yardsticks: "voice", copy: "voice" } as const

const names = Object.keys(benches)

/** What there is to run. */
export const list = (): string => {
  const width = Math.max(...names.map((name) => name.length))
  return `Measures Parlando on this machine: a table of figures and goals, and JSON.

  npm run bench -- NAME [--json FILE] [--quick] [--level LEVEL]

${Object.entries(benches)
  .map(([name, { line }]) => `  ${name.padEnd(width)}  ${line}`)
  .join("\n")}

  --json FILE         write { bench, machine, results: [{ name, value, unit }] }
  --quick             few runs: to see that it works, not what it is worth
  --level LEVEL       a level of the voice other than its default
  --plot FILE.svg     memory: where the plot goes (memory.svg beside the JSON if not given)
  --suites FOLDER     frontend: the folder with its suites
  --yardsticks FOLDER voice: the folder with the models that score (../shared/yardsticks if not given)
  --copy IN.wav OUT.wav  voice: copies a recording through features and vocoder, and measures nothing
`
}

const refuse = (message: string): never => {
  throw new UsageError({ message })
}

const parse = (args: ReadonlyArray<string>) => {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true })
  } catch (cause) {
    const { code, message } = cause as Error & { code?: string }
    const flag = /'([^']+)'/.exec(message)?.[1]?.split(/[\s,]/)[0] ?? "an option"
    return refuse(
      code === "ERR_PARSE_ARGS_UNKNOWN_OPTION"
        ? `There is no option '${flag}'; run without arguments to see them all.`
        : `'${flag}' is not used like this; run without arguments to see how.`
    )
  }
}

/**
 * Reads a command line.
 *
 * @throws UsageError with one sentence that says what to do.
 */
export const parseCommandLine = (args: ReadonlyArray<string>): Command => {
  const { values, positionals } = parse(args)
  const [name, ...rest] = positionals
  if (values.help || (name === undefined && Object.keys(values).length === 0)) return { kind: "list" }
  if (name === undefined) return refuse(`Which bench? Give one of ${names.join(", ")}.`)
  if (!isBenchName(name)) return refuse(`There is no bench '${name}'; give one of ${names.join(", ")}.`)
  for (const [flag, owner] of Object.entries(owners) as ReadonlyArray<[keyof typeof owners, BenchName]>) {
    if (values[flag] !== undefined && name !== owner) {
      return refuse(`--${flag} is for the bench ${owner}, not for ${name}; leave it out.`)
    }
  }
  for (const flag of ["json", "plot", "suites", "yardsticks", "level", "copy"] as const) {
    if (values[flag] === "") return refuse(`--${flag} is empty; give what it names.`)
  }
  const [to, ...more] = rest
  if (values.copy !== undefined && to === undefined) {
    return refuse("--copy needs two files: --copy IN.wav OUT.wav.")
  }
  const unwanted = values.copy === undefined ? to : more[0]
  if (unwanted !== undefined) return refuse(`'${unwanted}' is one word too many; give one bench and its options.`)
  return {
    kind: "bench",
    name,
    quick: values.quick ?? false,
    json: values.json,
    plot: values.plot,
    suites: values.suites,
    yardsticks: values.yardsticks,
    level: values.level,
    copy: values.copy === undefined ? undefined : { from: values.copy, to: to! }
  }
}
