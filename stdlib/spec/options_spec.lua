-- Calls functions of std.options: what they raise is in the report, what they return in the log.
given_flow("checks", [[
local options = require "std.options"

on("Launch", function(event)
  local params = event.params
  if params.own then
    log.info("prompt", options.own_prompt(params.own))
  elseif params.prompt then
    local prompt = options.prompt(params.prompt, params.base)
    log.info("prompt", prompt)
    log.info("text", { text = type(prompt.text) == "table" and table.concat(prompt.text, "|") or prompt.text })
  elseif params.required then
    options.require_prompt("f", params.required)
    log.info "there is one"
  elseif params.nothing then
    log.info("nothing", { is = options.prompt(nil, {}) == nil })
  else
    local known = options.with_prompt {
      any = true, name = "text", many = "texts", share = "number", on = "boolean", f = "function", t = "table",
      whole = { "whole", 1, 9 }, part = { "number", 0, math.huge }, remark = "prompt", cache_id = "number",
      even = function(value) return value % 2 == 1 and "must be even" or nil end,
    }
    if params.f then params.given.f = tostring end
    options.check("m.f", params.given, known)
    log.info "fine"
  end
end)
]])

-- A mistake with no line of a flow above it.
given_flow("lonely", [[
local options = require "std.options"

on("Launch", function() coroutine.wrap(options.require_prompt)("f", {}) end)
]])

describe("std.options", function()
  local errors = { allows_errors = true }
  local session

  local function fails(words)
    expect(session):is_over { way = "failed" }
    expect(session.report):contains(words)
  end

  describe("refuses", function()
    for words, given in pairs {
      ["m.f: options are a table with names, such as { text = \"…\" }, not \"x\""] = "x",
      ["m.f: options are a table with names, such as { text = \"…\" }, not 5"] = 5,
      ["m.f: options have names, as in { text = \"…\" }; \"Welcome\" has none"] = { "Welcome" },
      ["m.f: unknown option ''; "] = { [""] = "x" },
      ["m.f: unknown option 'vioce'; did you mean 'voice'?"] = { vioce = "x" },
      ["m.f: unknown option 'WHOEL'; did you mean 'whole'?"] = { WHOEL = 1 },
      ["m.f: unknown option 'txt'; did you mean 'text'?"] = { txt = "x" },
      ["m.f: unknown option 'flavour'; options are any, cache_id, custom_voice, even, f, file, "] = { flavour = "x" },
      ["m.f: name must be a text, not 5"] = { name = 5 },
      ["m.f: many must be a text or a list of texts, not a table"] = { many = { "x", 5 } },
      ["m.f: share must be a number, not 5 (a text)"] = { share = "5" },
      ["m.f: on must be true or false, not \"yes\""] = { on = "yes" },
      ["m.f: f must be a function, not true"] = { f = true },
      ["m.f: t must be a table, not false"] = { t = false },
      ["m.f: whole must be a whole number from 1 to 9, not 0"] = { whole = 0 },
      ["m.f: whole must be a whole number from 1 to 9, not 2.5"] = { whole = 2.5 },
      ["m.f: whole must be a whole number from 1 to 9, not \"x\""] = { whole = "x" },
      ["m.f: part must be a number of at least 0, not -1"] = { part = -1 },
      ["m.f: part must be a number of at least 0, not a table"] = { part = {} },
      ["m.f: even must be even, not 3"] = { even = 3 },
      ["m.f: remark must be a text, a list of texts, or a table such as { file = \"…\" }, not 5"] = { remark = 5 },
      ["m.f: remark: unknown option 'txt'; did you mean 'text'?"] = { remark = { txt = "x" } },
      ["m.f: sources are a list, such as { { file = \"…\" }, { text = \"…\" } }"] = { sources = {} },
      ["m.f: sources[2]: options are a table with names, such as { text = \"…\" }, not \"x\""] = {
        sources = { { text = "x" }, "x" },
      },
      ["m.f: sources[1]: text must be a text, not a table"] = { sources = { { text = { "x" } } } },
      ["m.f: sources[1]: unknown option 'vioce'; did you mean 'voice'?"] = {
        sources = { { text = "x", vioce = "y" } },
      },
      ["m.f: sources[1]: a prompt is missing"] = { sources = { { voice = "x" } } },
      ["m.f: sources[1]: give either text or file, not both"] = { sources = { { text = "x", file = "y" } } },
      ["m.f: remark: sources[1]: text must be a text, not 5"] = { remark = { sources = { { text = 5 } } } },
      ["m.f: remark: a prompt is missing: give text, file, ssml or sources"] = { remark = { voice = "x" } },
      ["m.f: remark: give either text or file, not both"] = { remark = { text = "x", file = "y" } },
      ["m.f: give either file or sources, not both; sources = { … } mixes them"] = { file = "x", sources = {} },
      ["m.f: cache_id must be a number, not \"x\""] = { cache_id = "x" },
    } do
      it(words, errors, function()
        session = launch("checks", { given = given })
        fails(words)
        expect(session.report):contains "checks/main.lua:23"
      end)
    end

    it("a prompt of which nothing is there", errors, function()
      session = launch("checks", { required = { voice = "x" } })
      fails "f: a prompt is missing"
    end)

    it("in the module's line where no flow called it", errors, function()
      session = launch "lonely"
      fails "std/options.lua"
    end)
  end)

  describe("takes", function()
    for name, given in pairs {
      ["nothing"] = {},
      ["all kinds"] = {
        any = { 1 }, name = "x", many = "x", share = 0.5, on = false, t = {}, whole = 9, part = 1e9, even = 2,
        remark = "x", cache_id = 1,
      },
      ["lists"] = { many = { "x", "y" }, remark = { "x", "y" }, text = { "x" } },
      ["a prompt"] = { remark = { sources = { { text = "x" } }, locale = "de-DE" }, ssml = "<speak/>" },
    } do
      it(name, function()
        session = launch("checks", { given = given })
        expect(session):logged "fine"
      end)
    end

    it("functions", function()
      session = launch("checks", { given = {}, f = true })
      expect(session):logged "fine"
    end)

    it("a prompt where one must be", function()
      session = launch("checks", { required = { ssml = "x" } })
      expect(session):logged "there is one"
    end)
  end)

  describe("makes a prompt", function()
    local base = { text = "Q", voice = "v", voice_kind = "male", locale = "en-US", custom_voice = "c", retries = 2 }

    --- The prompt has these fields, and no others of the base.
    local function gives(value, of, fields)
      session = launch("checks", { prompt = value, base = of })
      expect(session):logged("prompt", fields)
      for _, line in ipairs(logs()) do
        for _, name in ipairs { "voice", "voice_kind", "locale", "custom_voice", "file", "retries" } do
          if line.message == "prompt" then expect(line.fields[name]):equals(fields[name]) end
        end
      end
    end

    it("of a text, which speaks like the base", function()
      gives("Hi", base, { text = "Hi", voice = "v", locale = "en-US", custom_voice = "c" })
    end)

    it("of a text alone", function() gives("Hi", nil, { text = "Hi" }) end)

    it("of a list of texts", function()
      session = launch("checks", { prompt = { "a", "b" }, base = base })
      expect(session):logged("text", { text = "a|b" })
    end)

    it("of a table", function()
      gives({ file = "f" }, { voice = "v", locale = "de-DE" }, { file = "f", voice = "v", locale = "de-DE" })
    end)

    it("in a language of its own, without the base's voice", function()
      gives({ text = "Ja", locale = "de-DE" }, base, { text = "Ja", locale = "de-DE", voice_kind = "male" })
    end)

    it("with a model of its own for the base's voice", function()
      gives({ text = "Ja", custom_voice = "d" }, base, {
        text = "Ja", voice = "v", locale = "en-US", custom_voice = "d",
      })
    end)

    it("with a voice of its own, without the base's language", function()
      gives({ text = "Ja", voice = "w" }, base, { text = "Ja", voice = "w" })
    end)

    it("with a kind of voice of its own, in the base's language", function()
      gives({ text = "Ja", voice_kind = "female" }, base, { text = "Ja", voice_kind = "female", locale = "en-US" })
    end)

    it("of a function's own options", function()
      session = launch("checks", { own = base })
      expect(session):logged("prompt", { text = "Q", voice = "v", custom_voice = "c" })
      for _, line in ipairs(logs()) do expect(line.fields.retries):is_nil() end
    end)

    it("of nothing: nothing", function()
      session = launch("checks", { nothing = true })
      expect(session):logged("nothing", { is = true })
    end)
  end)
end)
