/** One line of a scrape that has a value. */
export interface Sample {
  readonly name: string
  readonly labels: Readonly<Record<string, string>>
  readonly value: number
}

/** What belongs to one TYPE. */
export interface Family {
  readonly type: string
  readonly help: string | undefined
  readonly samples: ReadonlyArray<Sample>
}

const meta = /^# (HELP|TYPE) ([a-zA-Z_:][a-zA-Z0-9_:]*) (.+)$/
const sampleLine = /^([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\{(.*)\})? (NaN|[+-]Inf|-?\d+(?:\.\d+)?(?:e[+-]?\d+)?)$/
const label = /^([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\]|\\["\\n])*)"(?:,(?!$)|$)/

const number = (text: string): number => Number(text.replace("Inf", "Infinity"))

const parseLabels = (text: string): Record<string, string> => {
  const labels: Record<string, string> = {}
  for (let rest = text; rest !== "";) {
    const [whole = "", name = "", value = ""] = label.exec(rest) ?? []
    if (whole === "") throw new Error(`bad labels: ${text}`)
    if (name in labels) throw new Error(`label twice: ${text}`)
    labels[name] = value.replace(/\\(.)/g, (_, escaped: string) => (escaped === "n" ? "\n" : escaped))
    rest = rest.slice(whole.length)
  }
  return labels
}

/** The labels of a sample without one of them, as text. */
const key = (labels: Readonly<Record<string, string>>, without?: string): string =>
  JSON.stringify(
    Object.entries(labels)
      .filter(([name]) => name !== without)
      .sort()
  )

const suffixes: Readonly<Record<string, ReadonlyArray<string>>> = {
  counter: [""],
  gauge: [""],
  histogram: ["_bucket", "_sum", "_count"],
  summary: ["", "_sum", "_count"]
}

const checkCounter = (name: string, samples: ReadonlyArray<Sample>): void => {
  if (!name.endsWith("_total")) throw new Error(`a counter without _total: ${name}`)
  for (const { value } of samples) if (!(value >= 0)) throw new Error(`a counter of ${value}: ${name}`)
}

const checkHistogram = (name: string, samples: ReadonlyArray<Sample>): void => {
  for (const series of new Set(samples.map(({ labels }) => key(labels, "le")))) {
    const own = samples.filter(({ labels }) => key(labels, "le") === series)
    const buckets = own.filter((sample) => sample.name === `${name}_bucket`)
    const bounds = buckets.map(({ labels }) => number(labels["le"] ?? "no bound"))
    for (const [i, bound] of bounds.entries()) {
      if (!(i === 0 || bound > bounds[i - 1]!)) throw new Error(`bounds that do not rise: ${name}`)
      if (!(i === 0 || buckets[i]!.value >= buckets[i - 1]!.value)) throw new Error(`buckets that sink: ${name}`)
    }
    const count = own.find((sample) => sample.name === `${name}_count`)
    const sum = own.find((sample) => sample.name === `${name}_sum`)
    if (sum === undefined) throw new Error(`no sum: ${name}`)
    if (bounds.at(-1) !== Infinity) throw new Error(`no bucket of +Inf: ${name}`)
    if (count?.value !== buckets.at(-1)!.value) throw new Error(`a count that is not the last bucket: ${name}`)
  }
}

/**
 * Parses Prometheus's text format 0.0.4 and throws at whatever it does not allow, and at some things that it only advises
 * against: a family without TYPE, lines of a family apart from each other, a counter without `_total`.
 */
export const parseExposition = (text: string): ReadonlyMap<string, Family> => {
  if (!text.endsWith("\n")) throw new Error("the last line has no end")
  const families = new Map<string, { type: string; help: string | undefined; samples: Array<Sample> }>()
  const seen = new Set<string>()
  let help: readonly [name: string, text: string] | undefined
  let current: string | undefined
  for (const line of text.slice(0, -1).split("\n")) {
    const [, kind, about = "", rest = ""] = meta.exec(line) ?? []
    if (kind === "HELP") {
      if (help !== undefined) throw new Error(`HELP without TYPE: ${help[0]}`)
      help = [about, rest]
      continue
    }
    if (kind === "TYPE") {
      if (families.has(about)) throw new Error(`TYPE twice: ${about}`)
      if (!(rest in suffixes)) throw new Error(`unknown type: ${line}`)
      if (help !== undefined && help[0] !== about) throw new Error(`HELP without TYPE: ${help[0]}`)
      families.set(about, { type: rest, help: help?.[1], samples: [] })
      current = about
      help = undefined
      continue
    }
    const [, name, labelText, value] = sampleLine.exec(line) ?? []
    if (name === undefined || help !== undefined) throw new Error(`not a sample: ${line}`)
    const family = families.get(current ?? "")
    if (family === undefined || !suffixes[family.type]!.some((suffix) => name === current + suffix)) {
      throw new Error(`a sample outside its family: ${line}`)
    }
    const labels = parseLabels(labelText ?? "")
    if (seen.has(name + key(labels))) throw new Error(`a sample twice: ${line}`)
    seen.add(name + key(labels))
    family.samples.push({ name, labels, value: number(value!) })
  }
  for (const [name, { type, samples }] of families) {
    if (samples.length === 0) throw new Error(`a family without samples: ${name}`)
    if (type === "counter") checkCounter(name, samples)
    if (type === "histogram") checkHistogram(name, samples)
  }
  return families
}
