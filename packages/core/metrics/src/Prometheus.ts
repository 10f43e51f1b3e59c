import { Effect, Metric } from "effect"

type Snapshot = Metric.Metric.Snapshot
type Labels = ReadonlyArray<readonly [name: string, value: string]>

/** Attributes that say the unit, which Prometheus wants in the name of the metric instead. */
const unitAttributes = ["unit", "time_unit"]

const metricName = (name: string): string => name.replace(/[^a-zA-Z0-9_:]/g, "_").replace(/^(?=\d)/, "_")
const labelName = (name: string): string => name.replace(/[^a-zA-Z0-9_]/g, "_").replace(/^(?=\d)/, "_")
const escapeHelp = (text: string): string => text.replaceAll("\\", "\\\\").replaceAll("\n", "\\n")
const escapeLabel = (text: string): string => escapeHelp(text).replaceAll('"', '\\"')

const formatValue = (value: number | bigint): string =>
  value === Infinity ? "+Inf" : value === -Infinity ? "-Inf" : String(value)

const sample = (name: string, labels: Labels, value: number | bigint): string => {
  const list = labels.map(([label, text]) => `${labelName(label)}="${escapeLabel(text)}"`).join(",")
  return `${name}${list === "" ? "" : `{${list}}`} ${formatValue(value)}`
}

/** The name with its unit, and `_total` for what only grows. */
const familyName = (metric: Snapshot): string => {
  const unit = unitAttributes.map((key) => metric.attributes?.[key]).find((value) => value !== undefined)
  const name = metricName(metric.id)
  const withUnit = unit === undefined || name.endsWith(`_${unit}`) ? name : `${name}_${metricName(unit)}`
  const grows = metric.type === "Frequency" || (metric.type === "Counter" && metric.state.incremental)
  return grows && !withUnit.endsWith("_total") ? `${withUnit}_total` : withUnit
}

/** A counter that may also sink is a gauge to Prometheus. */
const familyType = (metric: Snapshot): string => {
  switch (metric.type) {
    case "Counter":
      return metric.state.incremental ? "counter" : "gauge"
    case "Frequency":
      return "counter"
    case "Gauge":
      return "gauge"
    case "Histogram":
      return "histogram"
    case "Summary":
      return "summary"
  }
}

const samplesOf = (name: string, metric: Snapshot): ReadonlyArray<string> => {
  const labels: Labels = Object.entries(metric.attributes ?? {}).filter(([key]) => !unitAttributes.includes(key))
  switch (metric.type) {
    case "Counter":
      return [sample(name, labels, metric.state.count)]
    case "Gauge":
      return [sample(name, labels, metric.state.value)]
    case "Frequency":
      return [...metric.state.occurrences].map(([key, times]) => sample(name, [...labels, ["key", key]], times))
    case "Histogram":
      return [
        ...metric.state.buckets
          .filter(([boundary]) => Number.isFinite(boundary))
          .map(([boundary, times]) => sample(`${name}_bucket`, [...labels, ["le", formatValue(boundary)]], times)),
        sample(`${name}_bucket`, [...labels, ["le", "+Inf"]], metric.state.count),
        sample(`${name}_sum`, labels, metric.state.sum),
        sample(`${name}_count`, labels, metric.state.count)
      ]
    case "Summary":
      return [
        ...metric.state.quantiles.map(([quantile, value]) =>
          sample(name, [...labels, ["quantile", formatValue(quantile)]], value ?? Number.NaN)
        ),
        sample(`${name}_sum`, labels, metric.state.sum),
        sample(`${name}_count`, labels, metric.state.count)
      ]
  }
}

/**
 * Metrics in Prometheus's text format, version 0.0.4
 * (https://prometheus.io/docs/instrumenting/exposition_formats/): one HELP and TYPE line a family, cumulative buckets with
 * `+Inf`, `_sum` and `_count`, `_total` after counters, units in names, names and labels made valid and escaped.
 *
 * @example
 * ```ts
 * import { prometheusText } from "@parlando/metrics"
 * import { Effect, Metric } from "effect"
 *
 * const program = Effect.gen(function* () {
 *   yield* Metric.update(Metric.counter("greetings", { incremental: true }), 3)
 *   console.log(yield* prometheusText) // # TYPE greetings_total counter, greetings_total 3, ...
 * })
 * Effect.runSync(program)
 * ```
 */
export const formatPrometheus = (snapshots: ReadonlyArray<Snapshot>): string => {
  const families = new Map<string, { readonly type: string; readonly help: string | undefined; lines: Array<string> }>()
  for (const metric of snapshots) {
    const type = familyType(metric)
    const plain = familyName(metric)
    const name = (families.get(plain)?.type ?? type) === type ? plain : `${plain}_${type}`
    const family = families.get(name) ?? { type, help: metric.description, lines: [] }
    family.lines.push(...samplesOf(name, metric))
    families.set(name, family)
  }
  let text = ""
  for (const [name, { type, help, lines }] of families) {
    if (help !== undefined) text += `# HELP ${name} ${escapeHelp(help)}\n`
    text += `# TYPE ${name} ${type}\n${lines.join("\n")}\n`
  }
  return text
}

/** All metrics of the current registry in Prometheus's text format; serve it as `text/plain; version=0.0.4`. */
export const prometheusText: Effect.Effect<string> = Effect.map(Metric.snapshot, formatPrometheus)
