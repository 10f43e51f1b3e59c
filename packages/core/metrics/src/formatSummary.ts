import type { PerformanceSummary } from "./PerformanceHistory.ts"
import type { Statistics } from "./Statistics.ts"

const line = (name: string, unit: string, digits: number, s: Statistics | undefined): string =>
  s === undefined
    ? `${name.padEnd(22)}none measured`
    : name.padEnd(22) +
      [`mean ${s.mean.toFixed(digits)}`, `min ${s.min.toFixed(digits)}`, `max ${s.max.toFixed(digits)}`]
        .concat([`p50 ${s.p50.toFixed(digits)}`, `p95 ${s.p95.toFixed(digits)}`, `p99 ${s.p99.toFixed(digits)}`])
        .join("  ") +
      `  ${unit}`

/**
 * A summary as a few lines of text for a log or a terminal.
 *
 * @example
 * ```ts
 * import { formatSummary, PerformanceHistory } from "@parlando/metrics"
 *
 * console.log(formatSummary(new PerformanceHistory().summary()))
 * ```
 */
export const formatSummary = (summary: PerformanceSummary): string => {
  const { completed, failed, stopped } = summary.outcomes
  return [
    `${summary.operations} operations; newest: ${completed} completed, ${failed} failed, ${stopped} stopped`,
    line("first audio", "ms", 1, summary.firstAudio),
    line("latency", "ms", 1, summary.latency),
    line("latency per character", "ms", 3, summary.latencyPerCharacter),
    line("throughput", "samples/s", 0, summary.throughput),
    line("quality", "of 1", 3, summary.quality),
    `alerts: ${summary.active.length === 0 ? "none" : summary.active.join(", ")}`
  ].join("\n")
}
