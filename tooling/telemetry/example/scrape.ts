import { createServer, type Server } from "node:http"
import { prometheusText } from "@parlando/metrics"
import { Effect } from "effect"

/** Serves the metrics to Prometheus, at any path, until the scope ends. */
export const scraped = Effect.fnUntraced(function* (port: number, host = "127.0.0.1") {
  const context = yield* Effect.context<never>()
  const server = createServer((_request, response) => {
    response.setHeader("content-type", "text/plain; version=0.0.4; charset=utf-8")
    response.end(Effect.runSyncWith(context)(prometheusText))
  })
  return yield* Effect.acquireRelease(
    Effect.callback<Server>((resume) => void server.listen(port, host, () => resume(Effect.succeed(server)))),
    () => Effect.callback<void>((resume) => void server.close(() => resume(Effect.void)))
  )
})
