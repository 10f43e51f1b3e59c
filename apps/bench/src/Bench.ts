import type { ParlandoError } from "@parlando/pipeline"
import type { Effect, Scope } from "effect"
import type { Progress } from "./progress.ts"
import type { Table } from "./table.ts"

/** One measured figure. */
export interface BenchResult {
  readonly name: string
  readonly value: number
  readonly unit: string
}

/** What a bench is asked for. */
export interface BenchOptions {
  /** Few runs and short texts: to see that it works, not what it is worth. */
  readonly quick: boolean
  /** Level of the voice; its default if not given. */
  readonly level: string | undefined
  /** Folder with the text frontend's suites. */
  readonly suites: string | undefined
  /** Copies the first WAV file through features and vocoder into the second, and measures nothing. */
  readonly copy: { readonly from: string; readonly to: string } | undefined
  /** Folder with the models that score speech. */
  readonly yardsticks: string | undefined
  readonly progress: Progress
}

/** What a bench found. */
export interface BenchOutcome {
  readonly results: ReadonlyArray<BenchResult>
  /** Further tables that show how the results came about. */
  readonly tables?: ReadonlyArray<Table>
  /** Sentences about the run: how many sentences, what was skipped. */
  readonly notes?: ReadonlyArray<string>
  /** Single cases that failed, for the JSON. */
  readonly failures?: ReadonlyArray<unknown>
  /** A picture, as SVG. */
  readonly plot?: string
}

/** A bench: everything that it opens is closed with the scope. */
export type Bench = (options: BenchOptions) => Effect.Effect<BenchOutcome, ParlandoError, Scope.Scope>

/** A result, rounded to what is worth reading. */
export const result = (name: string, value: number, unit: string): BenchResult => ({
  name,
  value: Number(value.toPrecision(6)),
  unit
})
