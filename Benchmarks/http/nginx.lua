-- Takes an event, decides as the flow does, sends the action, answers 200.
local ok, cjson = pcall(require, "cjson.safe")

ngx.req.read_body()
local body = ngx.req.get_body_data()

local path, payload
if ok then
  local event = cjson.decode(body)[1]
  local data = event.data
  if data.incomingCallContext then
    path = "/calling/callConnections:reject"
    payload = cjson.encode { incomingCallContext = data.incomingCallContext, callRejectReason = "none" }
  else
    path = "/calling/callConnections/" .. data.callConnectionId .. ":play"
    payload = cjson.encode {
      playSources = { { kind = "text", text = { text = "For sales press 1, for support press 2." } } },
      operationContext = data.operationContext,
    }
  end
else
  local offer = string.match(body, '"incomingCallContext":"([^"]*)"')
  if offer then
    path = "/calling/callConnections:reject"
    payload = '{"incomingCallContext":"' .. offer .. '","callRejectReason":"none"}'
  else
    path = "/calling/callConnections/" .. string.match(body, '"callConnectionId":"([^"]*)"') .. ":play"
    payload = '{"playSources":[{"kind":"text","text":{"text":"For sales press 1, for support press 2."}}],'
      .. '"operationContext":"' .. string.match(body, '"operationContext":"([^"]*)"') .. '"}'
  end
end

local socket = ngx.socket.tcp()
assert(socket:connect("127.0.0.1", sink_port))
assert(socket:send {
  "POST ", path, "?api-version=2026-03-12 HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n",
  "Content-Length: ", #payload, "\r\n\r\n", payload,
})
assert(socket:receiveuntil("\r\n\r\n")()) -- the sink's answers have no body
socket:setkeepalive(60000, 256)

ngx.header.content_length = 0
ngx.status = 200
