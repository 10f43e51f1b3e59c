import type { BenchOutcome, BenchResult } from "./Bench.ts"
import type { BenchName } from "./benches.ts"
import { goals } from "./goals.ts"
import type { Machine } from "./machine.ts"
import { peers } from "./peers.ts"
import { formatTable, readable, type Table } from "./table.ts"

/** The table of figures with their goals. */
export const resultTable = (bench: BenchName, results: ReadonlyArray<BenchResult>): Table => {
  const figures = new Map(results.map(({ name, value }) => [name, value]))
  return {
    title: bench,
    columns: ["name", "value", "unit", "goal", "met"],
    rows: results.map(({ name, value, unit }) => {
      const goal = goals[name]
      const met = goal === undefined ? "" : goal.met(value, figures) ? "yes" : "no"
      return [name, readable(value), unit, goal?.text ?? "", met]
    })
  }
}

/** All that a bench has to say, as text. */
export const formatOutcome = (bench: BenchName, outcome: BenchOutcome): string => {
  const other = peers[bench]
  const tables = [
    ...(outcome.tables ?? []),
    resultTable(bench, outcome.results),
    ...(other === undefined ? [] : [other])
  ]
  const notes = (outcome.notes ?? []).join("\n")
  return [...tables.map(formatTable), ...(notes === "" ? [] : [notes])].join("\n\n")
}

/** A bench's JSON: `{ bench, machine, results }`, and `failures` where the bench lists them. */
export const jsonOf = (bench: BenchName, machine: Machine, outcome: BenchOutcome): string => {
  const { results, failures } = outcome
  return `${JSON.stringify({ bench, machine, results, ...(failures === undefined ? {} : { failures }) }, null, 2)}\n`
}
