import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import { text } from "node:stream/consumers"
import { receive } from "./received.ts"

// A collector as a process of its own: OTLP over HTTP in JSON comes in, what it says goes out as lines of JSON. The first line
// is its address.

const say = (line: unknown) => process.stdout.write(`${JSON.stringify(line)}\n`)

const server = createServer(async (request, response) => {
  const json = request.method === "POST" && request.headers["content-type"] === "application/json"
  const body = await text(request)
  const received = json ? receive(request.url ?? "", body) : [{ refused: "only a POST of application/json is taken" }]
  for (const line of received) say(line)
  response.writeHead(received.some((line) => "refused" in line) ? 400 : 200, { "content-type": "application/json" })
  response.end("{}")
})

server.listen(0, "127.0.0.1", () => {
  say({ listening: `http://127.0.0.1:${(server.address() as AddressInfo).port}` })
})
