given_flow("check_digits", [[
local collect = require "std.collect"

on("Launch", function(event)
  log.info("checked", { fits = collect.check_digit(event.params.name, event.params.digits) })
end)
]])

describe("collect.check_digit", function()
  for name, numbers in pairs {
    luhn = { ["4242424242424242"] = true, ["79927398713"] = true, ["79927398710"] = false, ["490154203237518"] = true },
    mod97 = { ["3214282912345698765432161182"] = true, ["3214282912345698765432161183"] = false },
    mod11 = { ["0306406152"] = true, ["9434765919"] = true, ["9434765918"] = false, ["00306406152"] = true },
    ean = { ["4006381333931"] = true, ["73513537"] = true, ["036000291452"] = true, ["4006381333932"] = false },
  } do
    for digits, fits in pairs(numbers) do
      it(name .. " of " .. digits .. ": " .. tostring(fits), function()
        local session = launch("check_digits", { name = name, digits = digits })
        expect(session):logged("checked", { fits = fits })
      end)
    end
  end

  for _, digits in ipairs { "", "0", "12a4", "42 42", 42 } do
    it("of what are no digits: " .. tostring(digits), function()
      local session = launch("check_digits", { name = "luhn", digits = digits })
      expect(session):logged("checked", { fits = false })
    end)
  end

  it("tells which checks there are", { allows_errors = true }, function()
    local session = launch("check_digits", { name = "sha256", digits = "42" })
    expect(session):is_over { way = "failed" }
    expect(session.report):contains "unknown check 'sha256'; checks are ean, luhn, mod11, mod97"
    expect(session.report):contains "check_digits/main.lua:4"
  end)
end)
