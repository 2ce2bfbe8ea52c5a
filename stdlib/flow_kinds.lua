--- The kinds of steps of `std.flow`: what each takes and how each can end. Everything else reads this page: the checks,
--- the drawing, the runner.
---
--- module    what does it, without std.flow_: loaded when the first step of such a kind is reached
--- speaks    whether it takes a prompt (text, file, ssml, sources): "must", or "may"
--- options   by name: the type, with "!" where it must be there
--- item      the type of what stands behind the kind, as in { "set", { tries = 0 } }
--- exits     by word: "must" or "may" be said; or "silence" or "error", the default that takes it when it is not
--- maps      options that hold exits by a word of the flow's own
--- ends      whether the line may be over with it
--- stays     whether it can be done without a wait
--- off_call  whether it can be done without a call
return {
  say = { module = "speech", speaks = "must", options = {}, exits = { next = "must", failed = "error" } },
  menu = {
    module = "speech", speaks = "must", maps = { keys = "keys" },
    options = {
      keys = "keys!", retries = "count", timeout = "seconds", unheard = "prompt", wrong = "prompt",
      default_keys = "boolean",
    },
    exits = { no_input = "silence", no_match = "silence", failed = "error" },
  },
  collect = {
    module = "speech", speaks = "must",
    options = {
      into = "name!", digits = "count", min = "count", max = "count", stop = "string", retries = "count",
      timeout = "seconds", inter_tone_timeout = "seconds", mask = "boolean", check = "check", confirm = "prompt",
      unheard = "prompt", wrong = "prompt",
    },
    exits = { next = "must", no_input = "silence", invalid = "silence", failed = "error" },
  },
  transfer = {
    module = "people", speaks = "may", ends = true,
    options = { target = "targets!", custom_context = "fills" },
    exits = {
      next = "may", busy = "error", declined = "error", no_answer = "error", not_found = "error", failed = "error",
    },
  },
  dial = {
    module = "people", speaks = "may", ends = true,
    options = { target = "targets!", ring = "seconds", announce = "prompt", caller_id = "text" },
    exits = {
      next = "may", busy = "error", declined = "error", no_answer = "error", not_found = "error", failed = "error",
    },
  },
  record = {
    module = "record", speaks = "must",
    options = {
      longest = "count", shortest = "seconds", stop = "string", format = "string", thanks = "prompt", post = "text",
      json = "fills", bearer = "string", on_message = "function",
    },
    exits = { next = "must", failed = "error" },
  },
  queue = {
    module = "people", speaks = "may", ends = true, maps = { exits = "exits" },
    options = { queue = "queue!", into = "name" },
    exits = { next = "may", patience = "error", no_agents = "error", failed = "error" },
  },
  http = {
    module = "logic", maps = { status = "status" },
    options = {
      get = "text", post = "text", put = "text", patch = "text", delete = "text", json = "fills", form = "fills",
      query = "fills", headers = "fills", bearer = "string", idempotency_key = "text", timeout = "seconds",
      into = "name", status = "status",
    },
    exits = { next = "must", failed = "error" },
    off_call = true,
  },
  branch = {
    module = "logic", item = "tests", options = {}, exits = { otherwise = "must" }, stays = true, off_call = true,
  },
  set = {
    module = "logic", item = "values", options = { add = "table" }, exits = { next = "must" }, stays = true,
    off_call = true,
  },
  call = {
    module = "logic", item = "function", maps = { exits = "exits" }, options = { sets = "names" },
    exits = { next = "may", failed = "error" }, stays = true, off_call = true, ends = true,
  },
  flow = {
    item = "part", maps = { exits = "exits" }, options = { set = "fills" },
    exits = { silence = "silence", failed = "error" }, stays = true, off_call = true, ends = true,
  },
  hang_up = { module = "speech", speaks = "may", options = {}, exits = {}, ends = true },
}
