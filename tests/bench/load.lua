-- wrk's requests: HX_MODE names what is measured, HX_LINES a file with a bearer token (or a
-- signature and its event) a line.
local mode = os.getenv("HX_MODE")
local tokens = {}
for line in io.lines(os.getenv("HX_LINES")) do tokens[#tokens + 1] = line end
local run = os.getenv("HX_RUN")
local made = 0
local thread_id = 0
local json = { ["Content-Type"] = "application/json" }
local deadline = os.getenv("HX_DEADLINE")
local work = '{"title":"Move a couch","description":"Down the stairs","category":"moving",'
  .. '"price_cents":10000,"deadline_at":"' .. deadline .. '","address":"1201 2nd Ave",'
  .. '"latitude":47.6075,"longitude":-122.3381}'
local graphql = '{"query":"mutation($p: Int!, $a: JSON!) { createTask(input: {person: $p, args: $a})'
  .. ' { string } }","variables":{"p":%d,"a":%s}}'

local threads = 0
function setup(thread)
  thread:set("thread_id", threads)
  threads = threads + 1
end

function request()
  made = made + 1
  local n = made % #tokens + 1
  local headers = { ["Authorization"] = "Bearer " .. tokens[n], ["Content-Type"] = "application/json" }
  if mode == "query" then
    return wrk.format("GET", "/v1/account.get_profile", headers)
  elseif mode == "mutation" then
    headers["Idempotency-Key"] = run .. "-" .. thread_id .. "-" .. made
    return wrk.format("POST", "/v1/task.create", headers, work)
  elseif mode == "replay" then
    headers["Idempotency-Key"] = run .. "-replay-" .. n
    return wrk.format("POST", "/v1/task.create", headers, work)
  elseif mode == "plain query" then
    return wrk.format("GET", "/query/" .. n, json)
  elseif mode == "plain mutation" then
    return wrk.format("POST", "/mutation/" .. n, json, work)
  elseif mode == "webhook" then
    local signature, body = tokens[made]:match("^(%S+) (.*)$")
    return wrk.format("POST", "/webhooks/stripe",
      { ["Stripe-Signature"] = signature, ["Content-Type"] = "application/json" }, body)
  elseif mode == "postgraphile mutation" then
    return wrk.format("POST", "/graphql", json, string.format(graphql, n, work))
  end
end

function done(summary, latency)
  io.write(string.format("RESULT %.1f %.3f %d\n", summary.requests / summary.duration * 1e6,
    latency:percentile(95) / 1000, summary.errors.status + summary.errors.timeout + summary.errors.read))
end
