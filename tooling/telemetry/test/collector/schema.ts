import { Schema } from "effect"

// OTLP in its JSON encoding, as opentelemetry-proto has it: the fields that must be there, the ranges of numbers, the lengths
// of identifiers. What is not here is not OTLP; whoever decodes refuses it.

const pattern = (regExp: RegExp) => Schema.String.check(Schema.isPattern(regExp))
const hex = (bytes: number) => pattern(new RegExp(`^(?!0+$)[0-9a-f]{${2 * bytes}}$`))
const filled = pattern(/./)
/** Nanoseconds since 1970, as decimal text; from the year 2001 on. */
const moment = pattern(/^[1-9]\d{18}$/)
/** A 64-bit integer is decimal text or a number. */
const natural = Schema.Union([pattern(/^\d+$/), Schema.Int.check(Schema.isGreaterThanOrEqualTo(0))])
const double = Schema.Union([Schema.Finite, Schema.Literals(["NaN", "Infinity", "-Infinity"])])
const dropped = Schema.optionalKey(natural)

const exactlyOne = <Value extends object>(...keys: ReadonlyArray<string>) =>
  Schema.makeFilter<Value>((value) =>
    keys.filter((key) => key in value).length === 1 ? undefined : `exactly one of ${keys.join(", ")}`
  )

const anyValue = Schema.Struct({
  stringValue: Schema.optionalKey(Schema.String),
  boolValue: Schema.optionalKey(Schema.Boolean),
  intValue: Schema.optionalKey(Schema.Union([pattern(/^-?\d+$/), Schema.Int])),
  doubleValue: Schema.optionalKey(double)
}).check(exactlyOne("stringValue", "boolValue", "intValue", "doubleValue"))

/** Keys of attributes are unique. */
const attributes = Schema.Array(Schema.Struct({ key: filled, value: anyValue })).check(
  Schema.makeFilter((list) =>
    new Set(list.map(({ key }) => key)).size === list.length ? undefined : "attributes with the same key"
  )
)

const resource = Schema.Struct({ attributes, droppedAttributesCount: dropped }).check(
  Schema.makeFilter((value) =>
    value.attributes.some(({ key }) => key === "service.name") ? undefined : "a resource needs a service.name"
  )
)

const scope = Schema.Struct({
  name: filled,
  version: Schema.optionalKey(Schema.String),
  attributes: Schema.optionalKey(attributes)
})

const span = Schema.Struct({
  traceId: hex(16),
  spanId: hex(8),
  parentSpanId: Schema.optionalKey(hex(8)),
  traceState: Schema.optionalKey(Schema.String),
  flags: Schema.optionalKey(natural),
  name: filled,
  kind: Schema.Literals([1, 2, 3, 4, 5]),
  startTimeUnixNano: moment,
  endTimeUnixNano: moment,
  attributes,
  droppedAttributesCount: dropped,
  events: Schema.Array(
    Schema.Struct({ name: filled, timeUnixNano: moment, attributes, droppedAttributesCount: dropped })
  ),
  droppedEventsCount: dropped,
  links: Schema.Array(Schema.Struct({ traceId: hex(16), spanId: hex(8), attributes, droppedAttributesCount: dropped })),
  droppedLinksCount: dropped,
  status: Schema.Struct({ code: Schema.Literals([0, 1, 2]), message: Schema.optionalKey(Schema.String) })
}).check(
  Schema.makeFilter((value) =>
    BigInt(value.endTimeUnixNano) >= BigInt(value.startTimeUnixNano) ? undefined : "a span that ends before it starts"
  )
)

/** The body of a POST to `/v1/traces`. */
export const TraceRequest = Schema.Struct({
  resourceSpans: Schema.Array(
    Schema.Struct({ resource, scopeSpans: Schema.Array(Schema.Struct({ scope, spans: Schema.Array(span) })) })
  )
})

const times = { attributes, startTimeUnixNano: moment, timeUnixNano: moment }

const number = Schema.Struct({
  ...times,
  asDouble: Schema.optionalKey(double),
  asInt: Schema.optionalKey(Schema.Union([pattern(/^-?\d+$/), Schema.Int]))
}).check(exactlyOne("asDouble", "asInt"))

const histogram = Schema.Struct({
  ...times,
  count: natural,
  sum: double,
  min: Schema.optionalKey(double),
  max: Schema.optionalKey(double),
  bucketCounts: Schema.Array(natural),
  explicitBounds: Schema.Array(Schema.Finite)
}).check(
  Schema.makeFilter(({ bucketCounts, count, explicitBounds }) => {
    if (bucketCounts.length !== explicitBounds.length + 1) return "one bucket more than bounds"
    if (explicitBounds.some((bound, i) => i > 0 && bound <= explicitBounds[i - 1]!)) return "bounds that rise"
    const total = bucketCounts.reduce<number>((sum, bucket) => sum + Number(bucket), 0)
    return total === Number(count) ? undefined : "buckets that add up to the count"
  })
)

const aggregationTemporality = Schema.Literals([1, 2])

const metric = Schema.Struct({
  name: filled,
  description: Schema.optionalKey(Schema.String),
  unit: Schema.optionalKey(Schema.String),
  sum: Schema.optionalKey(
    Schema.Struct({ aggregationTemporality, isMonotonic: Schema.Boolean, dataPoints: Schema.NonEmptyArray(number) })
  ),
  gauge: Schema.optionalKey(Schema.Struct({ dataPoints: Schema.NonEmptyArray(number) })),
  histogram: Schema.optionalKey(Schema.Struct({ aggregationTemporality, dataPoints: Schema.NonEmptyArray(histogram) }))
}).check(exactlyOne("sum", "gauge", "histogram"))

/** The body of a POST to `/v1/metrics`. */
export const MetricsRequest = Schema.Struct({
  resourceMetrics: Schema.Array(
    Schema.Struct({ resource, scopeMetrics: Schema.Array(Schema.Struct({ scope, metrics: Schema.Array(metric) })) })
  )
})

export type Span = typeof span.Type
export type Metric = typeof metric.Type
export type Attributes = typeof attributes.Type
