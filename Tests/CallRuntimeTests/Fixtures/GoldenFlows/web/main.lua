-- The web, the store and JSON.
flow { locale = "en-US", voice = "en-US-AvaNeural" }

on("IncomingCall", { to = "+18005550113" }, function(call)
  call:answer()
  local people = "https://crm.example.com/people"
  local got = http.get(people, {
    query = { number = call.from, n = 2 }, headers = { Accept = "application/json" }, bearer = http.secret("KEY"),
  })
  local posted, failed
  all {
    function() posted = http.post(people, { json = { Name = got.json.name, none = json.null(), list = json.empty_list() } }) end,
    function() failed = select(2, http.request { method = "PUT", url = "https://slow.example.com/", form = { a = "b c" }, timeout = 2 }) end,
  }
  local address = url.parse(url.decode(url.encode(people)) .. "?" .. url.query { id = uuid() })
  local lost = select(2, http.post("https://lost.example.com/", { body = "x" }))
  local won = race { function() http.get("https://slow.example.com/never") end, function() sleep(1) end }

  local count = store.incr("count", 2, { expires = 100 })
  store.set("last", { status = posted.status, body = json.decode(posted.body) })
  local swapped = store.compare_and_set("count", count, "done")
  local wrong = select(2, store.incr("count"))
  local last = store.get("last")
  store.delete("last")

  call:play {
    text = json.encode { last, count, swapped, wrong.reason, failed.reason, lost.reason, won, got.headers["content-type"],
      #address.query.id },
  }
  call:hang_up { for_everyone = true }
end)
