-- Calls functions of std.numbers as the launch says.
given_flow("numbers", [[
local numbers = require "std.numbers"

on("Launch", function(event)
  for index, case in ipairs(event.params.cases) do
    local one, two = numbers[event.params.f](case[1], case[2])
    log.info("got", { index = index, one = tostring(one), two = tostring(two) })
  end
end)
]])

--- Cases of one function: its arguments, then what it returns.
local function gives(name, f, cases)
  it(name, function()
    local sent, wanted = {}, {}
    for index, case in ipairs(cases) do
      sent[index] = { case[1], case[2] }
      wanted[index] = { tostring(case[3]), tostring(case[4]) }
    end
    local session = launch("numbers", { f = f, cases = sent })
    for index, got in ipairs(wanted) do expect(session):logged("got", { index = index, one = got[1], two = got[2] }) end
  end)
end

describe("numbers.parse", function()
  gives("reads what people write", "parse", {
    { "(425) 555-0123", "US", "+14255550123" }, { "1-425-555-0123", "us", "+14255550123" },
    { "425.555.0123", "CA", "+14255550123" }, { " tel:+1 425 555 0123 ", nil, "+14255550123" },
    { "+44 (0)20 7946 0958", nil, "+442079460958" }, { "020 7946 0958", "GB", "+442079460958" },
    { "442079460958", "GB", "+442079460958" }, { "0044 20 7946 0958", "DE", "+442079460958" },
    { "011 44 20 7946 0958", "US", "+442079460958" }, { "0011 1 425 555 0123", "AU", "+14255550123" },
    { "(+351) 212 345 678", nil, "+351212345678" }, { "912\u{A0}345\u{2011}678", "PT", "+351912345678" },
    { "030/123 456 78", "DE", "+493012345678" }, { "01 23 45 67 89", "FR", "+33123456789" },
    { "06 1 234 5678", "HU", "+3612345678" }, { "8 912 345-67-89", "RU", "+79123456789" },
    { "912 345-67-89", "RU", "+79123456789" }, { "06 698 12345", "IT", "+390669812345" },
    { "0 15 11 91234-5678", "BR", "+5511912345678" }, { "(11) 91234\u{2013}5678", "BR", "+5511912345678" },
    { "00 15 1 425 555 0123", "BR", "+14255550123" }, { "044 55 1234 5678", "MX", "+525512345678" },
    { "+52 1 55 1234 5678", nil, "+525512345678" }, { "011 15-2345-6789", "AR", "+5491123456789" },
    { "0221 15-345-6789", "AR", "+5492213456789" }, { "02320 15-41-2345", "AR", "+5492320412345" },
    { "011 2345-6789", "AR", "+541123456789" }, { "090-1234-5678", "JP", "+819012345678" },
    { "0412 345 678", "AU", "+61412345678" }, { "098765 43210", "IN", "+919876543210" },
    { "+800 1234 5678", nil, "+80012345678" }, { "1234", "NU", "+6831234" },
  })

  gives("takes an extension apart", "parse", {
    { "425-555-0123 ext. 42", "US", "+14255550123", "42" }, { "425-555-0123x42", "US", "+14255550123", "42" },
    { "tel:+1-425-555-0123;ext=42", nil, "+14255550123", "42" }, { "425-555-0123 #7", "US", "+14255550123", "7" },
    { "425-555-0123, Extension: 42", "US", "+14255550123", "42" },
  })

  gives("tells why it is none", "parse", {
    { "", "US", nil, "empty" }, { "  ", "US", nil, "empty" }, { "call me", "US", nil, "not_a_number" },
    { "+", nil, nil, "not_a_number" }, { "425+5550123", "US", nil, "not_a_number" }, { "-", "US", nil, "not_a_number" },
    { "425 555 0123", nil, nil, "no_country" }, { "+999 1234567", nil, nil, "unknown_country_code" },
    { "+9", nil, nil, "unknown_country_code" }, { "555-0123", "US", nil, "too_short" },
    { "425 555 01234", "US", nil, "too_long" }, { "+1 125 555 0123", nil, nil, "invalid" },
    { "425 155 0123", "US", nil, "invalid" }, { "+351 91", nil, nil, "too_short" },
    { "+683 1234567890123", nil, nil, "too_long" }, { "44 12", "GB", nil, "too_short" },
    { "1 55", "US", nil, "too_short" }, { "8:acs:0123", nil, nil, "not_a_number" },
    { "+54 11 2345 678901", nil, nil, "too_long" }, { "#12", "US", nil, "not_a_number" },
  })
end)

gives("numbers.country tells whose it is", "country", {
  { "+14255550123", nil, "US" }, { "+16135550123", nil, "CA" }, { "+18765550123", nil, "JM" },
  { "+442079460958", nil, "GB" }, { "+441534960000", nil, "JE" }, { "+79123456789", nil, "RU" },
  { "+77123456789", nil, "KZ" }, { "+390669812345", nil, "VA" }, { "+390612345678", nil, "IT" },
  { "+351212345678", nil, "PT" }, { "+80012345678", nil, "001" }, { "+99912345678", nil, nil, "unknown_country_code" },
  { "8:acs:0123", nil, nil, "not_a_number" }, { "4255550123", nil, nil, "not_a_number" },
  { 14255550123, nil, nil, "not_a_number" },
})

describe("numbers.format", function()
  local samples = {
    { "+14255550123", "(425) 555-0123", "425-555-0123" }, { "+442079460958", "020 7946 0958", "20 7946 0958" },
    { "+441134960000", "0113 496 0000", "113 496 0000" }, { "+441214960000", "0121 496 0000", "121 496 0000" },
    { "+441632960001", "01632 960001", "1632 960001" }, { "+447700900123", "07700 900123", "7700 900123" },
    { "+448001111", "0800 1111", "800 1111" }, { "+5511912345678", "(11) 91234-5678", "11 91234-5678" },
    { "+551134567890", "(11) 3456-7890", "11 3456-7890" }, { "+558001234567", "0800 123 4567", "800 123 4567" },
    { "+5540041234", "4004-1234", "4004-1234" }, { "+351912345678", "912 345 678", "912 345 678" },
    { "+351212345678", "21 234 5678", "21 234 5678" }, { "+34612345678", "612 34 56 78", "612 34 56 78" },
    { "+34900123456", "900 123 456", "900 123 456" }, { "+493012345678", "030 12345678", "30 12345678" },
    { "+492211234567", "0221 1234567", "221 1234567" }, { "+496221123456", "06221 123456", "6221 123456" },
    { "+491711234567", "0171 1234567", "171 1234567" }, { "+33123456789", "01 23 45 67 89", "1 23 45 67 89" },
    { "+33800123456", "0 800 12 34 56", "800 12 34 56" }, { "+525512345678", "55 1234 5678", "55 1234 5678" },
    { "+522221234567", "222 123 4567", "222 123 4567" }, { "+541123456789", "011 2345-6789", "11 2345-6789" },
    { "+5491123456789", "011 15-2345-6789", "9 11 2345-6789" }, { "+542212345678", "0221 234-5678", "221 234-5678" },
    { "+5492213456789", "0221 15-345-6789", "9 221 345-6789" }, { "+542320412345", "02320 41-2345", "2320 41-2345" },
    { "+5492320412345", "02320 15-41-2345", "9 2320 41-2345" }, { "+61212345678", "(02) 1234 5678", "2 1234 5678" },
    { "+61412345678", "0412 345 678", "412 345 678" }, { "+611300123456", "1300 123 456", "1300 123 456" },
    { "+61131234", "13 12 34", "131234" }, { "+919876543210", "098765 43210", "98765 43210" },
    { "+911123456789", "011 2345 6789", "11 2345 6789" }, { "+914842345678", "0484 234 5678", "484 234 5678" },
    { "+9118001234567", "1800 123 4567", "1800 123 4567" }, { "+81312345678", "03-1234-5678", "3-1234-5678" },
    { "+819012345678", "090-1234-5678", "90-1234-5678" }, { "+81451234567", "045-123-4567", "45-123-4567" },
    { "+81120123456", "0120-123-456", "120-123-456" },
    -- Nobody says how these are written.
    { "+6831234", "1234", "1234" }, { "+4512345678", "1234 5678", "1234 5678" },
    { "+31201234567", "0201 234 567", nil },
    { "+79123456789", "8 912 345 6789", "912 345 6789" },
    { "+36301234567", "06 301 234 567", "301 234 567" }, { "+80012345678", "1234 5678", "1234 5678" },
    { "+38161123456789", "0611 234 567 89", "611 234 567 89" },
  }
  local national, international = {}, {}
  for index, sample in ipairs(samples) do
    local number, written = sample[1], sample[3] or "201 234 567"
    national[index] = { number, "national", sample[2] }
    local code = number:sub(2)
    -- The code is what stands before the digits that are written.
    code = code:sub(1, #code - #written:gsub("%D", ""))
    international[index] = { number, "international", "+" .. code .. " " .. written }
  end
  gives("writes numbers as at home", "format", national)
  gives("writes numbers for abroad", "format", international)
  gives("has the rest", "format", {
    { "+14255550123", "e164", "+14255550123" }, { "8:acs:0123", "national", nil, "not_a_number" },
    { "+99912345", "e164", nil, "unknown_country_code" },
  })
end)

gives("numbers.spoken says digits in groups", "spoken", {
  { "+14255550123", "en-US", "four two five, five five five, zero one two three" },
  { "+14255550123", "en-GB", "plus one, four two five, five five five, zero one two three" },
  { "+14255550123", "en", "plus one, four two five, five five five, zero one two three" },
  { "+5511912345678", "pt-BR", "um um, nove um dois três quatro, cinco seis sete oito" },
  { "8:acs:0123", "en-US", nil, "not_a_number" },
})

describe("std.numbers tells a flow what is wrong:", function()
  for words, case in pairs {
    ["numbers.parse: a number is a text, not 4255550123"] = { "parse", 4255550123 },
    ["numbers.parse: there is no country 'USA'; two letters are, such as \"US\""] = { "parse", "1", "USA" },
    ["numbers.parse: there is no country 'ZZ'"] = { "parse", "1", "ZZ" },
    ["numbers.parse: there is no country '5'"] = { "parse", "1", 5 },
    ["numbers.format: unknown style 'nation'; did you mean 'national'?"] = { "format", "+14255550123", "nation" },
    ["numbers.format: unknown style 'nil'; styles are e164, international, national"] = { "format", "+14255550123" },
    ["text.digits: a locale is missing"] = { "spoken", "+14255550123" },
  } do
    it(words, { allows_errors = true }, function()
      local session = launch("numbers", { f = case[1], cases = { { case[2], case[3] } } })
      expect(session):is_over { way = "failed" }
      expect(session.report):contains(words)
      expect(session.report):contains "numbers/main.lua:5"
    end)
  end
end)
