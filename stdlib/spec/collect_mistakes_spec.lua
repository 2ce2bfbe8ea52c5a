-- Asks somebody for digits as the launch says.
given_flow("collects", [[
local collect = require "std.collect"
flow { locale = "en-US", voice = "en-US-AvaNeural", caller_id = "+18005550199" }

on("Launch", function(event)
  local call = assert(create_call { target = "+14255550100" })
  collect.digits(call, event.params)
  call:hang_up { for_everyone = true }
end)
]])

describe("collect.digits tells a flow what is wrong with", function()
  for words, given in pairs {
    ["how many digits is missing: length = 6, or min = 1, max = 10"] = {},
    ["give either length, or min and max"] = { length = 4, max = 5 },
    ["give either length, or min and max "] = { length = 4, min = 5 },
    ["min is 6, which is more than max, 5"] = { min = 6, max = 5 },
    ["length must be a whole number from 1 to 128, not 0"] = { length = 0 },
    ["unknown option 'lenght'; did you mean 'length'?"] = { lenght = 4 },
    ["unknown check 'lunh'; did you mean 'luhn'?"] = { length = 4, check = "lunh" },
    ["a check is a name, such as \"luhn\", or a function, not 5"] = { length = 4, check = 5 },
    ["invalid must be a text"] = { length = 4, invalid = 5 },
    ["stop must be one key, such as \"#\", or false for none, not \"##\""] = { length = 4, stop = "##" },
    ["yes must be one key, such as \"1\", not \"x\""] = { length = 4, yes = "x" },
    ["yes must be one key, such as \"1\", not 1"] = { length = 4, yes = 1 },
    ["yes and no are the same key"] = { length = 4, yes = "2" },
    ["confirm: sources[1]: text must be a text, not 5"] = { length = 4, confirm = { sources = { { text = 5 } } } },
    ["a masked entry is never read back"] = { length = 4, mask = true, confirm = "Was it {digits}?" },
    ["a masked entry is never read back; leave"] = {
      length = 4, mask = true, confirm = { sources = { { text = "Was it" }, { text = "{digits}?" } } },
    },
  } do
    it(words, { allows_errors = true }, function()
      given.text = "Your number, please."
      local session = launch("collects", given)
      expect(session):is_over { way = "failed", within = 10 }
      expect(session.report):contains((words:gsub(" $", "")))
      expect(session.report):contains "collects/main.lua:6"
    end)
  end
end)
