import { Effect } from "effect"
import type { Bench } from "../Bench.ts"
import { BenchError, messageOf } from "../BenchError.ts"
import { run } from "../frontend.ts"
import { peers } from "../frontendYardsticks.ts"
import { sharedPath } from "../sharedPath.ts"

/** The text frontend against its suites, held-out words and the clock. */
export const frontendBench: Bench = Effect.fnUntraced(function* ({ quick, suites: asked, progress }) {
  const suites = asked ?? sharedPath("conformance")
  progress.say("frontend: suites, held-out words, speed")
  const { results, failures } = yield* Effect.tryPromise({
    try: () => run({ quick, ...(suites === undefined ? {} : { suites }) }),
    catch: (cause) =>
      new BenchError({
        message: `The frontend's bench failed (${messageOf(cause)}); check the folder given by --suites.`
      })
  })
  return {
    results,
    failures,
    tables: [
      {
        title: "Others, measured on the same suites",
        columns: ["name", "best of others"],
        rows: Object.entries(peers)
          .filter(([, { peer }]) => peer !== "")
          .map(([name, { peer }]) => [name, peer])
      }
    ],
    notes: [
      suites === undefined
        ? "No suites: give their folder with --suites for normalisation, segmentation and homographs."
        : `${failures.length} cases of the suites came out otherwise than expected; the JSON lists them.`
    ]
  }
})
