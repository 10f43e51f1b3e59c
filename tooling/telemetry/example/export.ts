import { PerformanceMonitor } from "@parlando/metrics"
import { Layer } from "effect"
import { FetchHttpClient } from "effect/http"
import { Otlp } from "effect/observability"

/** Sends spans and metrics to the collector at `baseUrl`: every few seconds, and once more when the program ends. */
export const exported = (baseUrl: string) =>
  PerformanceMonitor.layer().pipe(
    Layer.provideMerge(Otlp.layerProtobuf({ baseUrl, resource: { serviceName: "my-assistant" } })),
    Layer.provide(FetchHttpClient.layer)
  )
