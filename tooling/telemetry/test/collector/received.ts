import { Result, Schema } from "effect"
import { type Attributes, type Metric, MetricsRequest, type Span, TraceRequest } from "./schema.ts"

type Values = Readonly<Record<string, string | number | boolean>>

/** A span that arrived. */
export interface ReceivedSpan {
  readonly span: string
  readonly id: string
  readonly parent: string | undefined
  readonly milliseconds: number
  /** 0 unset, 1 good, 2 an error. */
  readonly status: number
  readonly attributes: Values
}

/** A data point of a metric that arrived: the value of a sum or gauge, or the count and sum of a histogram. */
export interface ReceivedPoint {
  readonly metric: string
  readonly unit: string | undefined
  readonly type: "counter" | "sum" | "gauge" | "histogram"
  readonly attributes: Values
  readonly value: number
  readonly sum?: number
}

/** Something that is not OTLP. */
export interface Refused {
  readonly refused: string
}

export type Received = ReceivedSpan | ReceivedPoint | Refused

const values = (attributes: Attributes): Values =>
  Object.fromEntries(
    attributes.map(({ key, value: { stringValue, boolValue, intValue, doubleValue } }) => [
      key,
      stringValue ?? boolValue ?? Number(intValue ?? doubleValue)
    ])
  )

const receivedSpan = (span: Span): ReceivedSpan => ({
  span: span.name,
  id: span.spanId,
  parent: span.parentSpanId,
  milliseconds: Number(BigInt(span.endTimeUnixNano) - BigInt(span.startTimeUnixNano)) / 1e6,
  status: span.status.code,
  attributes: values(span.attributes)
})

const receivedPoints = ({ name: metric, unit, sum, gauge, histogram }: Metric): ReadonlyArray<ReceivedPoint> => [
  ...(sum?.dataPoints ?? gauge?.dataPoints ?? []).map(({ attributes, asDouble, asInt }) => ({
    metric,
    unit,
    type: sum === undefined ? ("gauge" as const) : sum.isMonotonic ? ("counter" as const) : ("sum" as const),
    attributes: values(attributes),
    value: Number(asDouble ?? asInt)
  })),
  ...(histogram?.dataPoints ?? []).map((point) => ({
    metric,
    unit,
    type: "histogram" as const,
    attributes: values(point.attributes),
    value: Number(point.count),
    sum: Number(point.sum)
  }))
]

const strictly = { errors: "all", onExcessProperty: "error" } as const

/** What a request says, or why it is not OTLP. */
export const receive = (path: string, body: string): ReadonlyArray<Received> => {
  let json: unknown
  try {
    json = JSON.parse(body)
  } catch (error) {
    return [{ refused: String(error) }]
  }
  switch (path) {
    case "/v1/traces": {
      const request = Schema.decodeUnknownResult(TraceRequest, strictly)(json)
      if (Result.isFailure(request)) return [{ refused: String(request.failure) }]
      return request.success.resourceSpans
        .flatMap(({ scopeSpans }) => scopeSpans.flatMap(({ spans }) => spans))
        .map(receivedSpan)
    }
    case "/v1/metrics": {
      const request = Schema.decodeUnknownResult(MetricsRequest, strictly)(json)
      if (Result.isFailure(request)) return [{ refused: String(request.failure) }]
      return request.success.resourceMetrics
        .flatMap(({ scopeMetrics }) => scopeMetrics.flatMap(({ metrics }) => metrics))
        .flatMap(receivedPoints)
    }
    default:
      return [{ refused: `nothing is collected at ${path}` }]
  }
}
