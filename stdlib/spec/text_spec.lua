-- Says what the launch asks for, one thing after the other.
given_flow("says", [[
local text = require "std.text"

on("Launch", function(event)
  for index, case in ipairs(event.params.cases) do
    log.info("said", { index = index, words = text[case.f](table.unpack(case.a)) })
  end
end)
]])

--- Cases of one function: arguments, then the words.
local function says(f, locale, cases)
  it(f .. " in " .. locale, function()
    local sent, wanted = {}, {}
    for index, case in ipairs(cases) do
      local arguments = { case[1], locale, case[3] }
      if f == "money" then arguments = { case[1][1], case[1][2], locale } end
      sent[index], wanted[index] = { f = f, a = arguments }, case[2]
    end
    local session = launch("says", { cases = sent })
    for index, words in ipairs(wanted) do expect(session):logged("said", { index = index, words = words }) end
  end)
end

local feminine, masculine = { gender = "feminine" }, { gender = "masculine" }

describe("std.text says", function()
  says("number", "en-US", {
    { 0, "zero" }, { 13, "thirteen" }, { 40, "forty" }, { 99, "ninety-nine" }, { 100, "one hundred" },
    { 105, "one hundred five" }, { 1000, "one thousand" }, { 1001, "one thousand one" },
    { 2345678, "two million three hundred forty-five thousand six hundred seventy-eight" },
    { 1000000000, "one billion" }, { 999999999999999, "nine hundred ninety-nine trillion nine hundred ninety-nine "
      .. "billion nine hundred ninety-nine million nine hundred ninety-nine thousand nine hundred ninety-nine" },
    { -5, "minus five" }, { 3.14, "three point one four" }, { 0.1, "zero point one" }, { 5.0, "five" },
    { -0.5, "minus zero point five" }, { 0.00002, "zero point zero zero zero zero two" }, { 1e-12, "zero" },
    { -1e-12, "zero" }, { 0.1 + 0.2, "zero point three" },
  })
  says("number", "en-GB", {
    { 105, "one hundred and five" }, { 1001, "one thousand and one" }, { 1105, "one thousand one hundred and five" },
  })
  says("number", "pt-BR", {
    { 0, "zero" }, { 16, "dezesseis" }, { 21, "vinte e um" }, { 100, "cem" }, { 101, "cento e um" }, { 1000, "mil" },
    { 1100, "mil e cem" }, { 1234, "mil duzentos e trinta e quatro" }, { 2500, "dois mil e quinhentos" },
    { 1000001, "um milhão e um" }, { 1200000, "um milhão e duzentos mil" }, { 2000000, "dois milhões" },
    { 1234567, "um milhão duzentos e trinta e quatro mil quinhentos e sessenta e sete" },
    { 2500000000, "dois bilhões e quinhentos milhões" }, { 1000000000000, "um trilhão" },
    { 2, "duas", feminine }, { 1, "uma", feminine }, { 21, "vinte e uma", feminine }, { 20, "vinte", feminine },
    { 202, "duzentas e duas", feminine }, { 30, "trinta", feminine }, { 0, "zero", feminine },
    { 2002, "duas mil e duas", feminine }, { 32, "trinta e duas", feminine }, { 102, "cento e duas", feminine },
    { 1.05, "um vírgula zero cinco" },
  })
  says("number", "pt-PT", {
    { 16, "dezasseis" }, { 17, "dezassete" }, { 19, "dezanove" }, { 116, "cento e dezasseis" },
    { 1000000000, "mil milhões" }, { 2500000000, "dois mil e quinhentos milhões" }, { 1000000000000, "um bilião" },
    { 1000001000000, "um bilião e um milhão" }, { 2000001000001, "dois biliões um milhão e um" },
  })
  says("number", "pt", { { 16, "dezesseis" } })
  says("number", "es-ES", {
    { 0, "cero" }, { 16, "dieciséis" }, { 21, "veintiuno" }, { 31, "treinta y uno" }, { 40, "cuarenta" },
    { 100, "cien" },
    { 101, "ciento uno" }, { 500, "quinientos" }, { 1000, "mil" }, { 1021, "mil veintiuno" }, { 21000, "veintiún mil" },
    { 31000, "treinta y un mil" }, { 1000000, "un millón" }, { 21000000, "veintiún millones" },
    { 1000000000, "mil millones" }, { 1000000000000, "un billón" }, { 1000001000021, "un billón un millón veintiuno" },
    { 1, "un", masculine }, { 1, "una", feminine }, { 21, "veintiún", masculine }, { 21, "veintiuna", feminine },
    { 31, "treinta y un", masculine }, { 31, "treinta y una", feminine }, { 11, "once", feminine },
    { 200, "doscientas", feminine }, { 700, "setecientas", feminine }, { 2200, "dos mil doscientas", feminine },
    { 3.14, "tres coma uno cuatro" }, { -2, "menos dos" },
  })
  says("number", "es-MX", { { 3.5, "tres punto cinco" } })

  says("ordinal", "en-US", {
    { 1, "first" }, { 2, "second" }, { 3, "third" }, { 5, "fifth" }, { 8, "eighth" }, { 9, "ninth" }, { 12, "twelfth" },
    { 20, "twentieth" }, { 21, "twenty-first" }, { 100, "one hundredth" }, { 105, "one hundred fifth" },
    { 4, "fourth" },
  })
  says("ordinal", "pt-BR", {
    { 1, "primeiro" }, { 10, "décimo" }, { 21, "vigésimo primeiro" }, { 101, "centésimo primeiro" },
    { 1000, "milésimo" },
    { 345, "trecentésimo quadragésimo quinto" }, { 22, "vigésima segunda", feminine },
  })
  says("ordinal", "es", {
    { 1, "primero" }, { 12, "duodécimo" }, { 20, "vigésimo" }, { 21, "vigésimo primero" }, { 100, "centésimo" },
    { 13, "decimotercera", feminine }, { 121, "centésima vigésima primera", feminine },
  })

  says("digits", "en-US", {
    { "425-555 0123", "four two five, five five five, zero one two three" }, { 42, "four two" },
    { "123456", "one two three, four five six", { group = 3 } }, { "A12", "A one two" }, { "+1", "plus one" },
    { "(425)#*", "four two five, pound star" },
  })
  says("digits", "en-GB", { { "#1", "hash one" } })
  says("digits", "pt-BR", { { "16+#*", "um seis mais cerquilha asterisco" } })
  says("digits", "pt-PT", { { "#", "cardinal" } })
  says("digits", "es-ES", { { "17+#*", "uno siete más almohadilla asterisco" } })
  says("digits", "es-MX", { { "#", "numeral" } })
  says("digits", "es", { { "#", "almohadilla" }, { "A1", "A uno" } })

  local friday = { year = 2026, month = 11, day = 27 }
  local first = { year = 2027, month = 1, day = 1 }
  says("date", "en-US", {
    { friday, "November twenty-seventh, twenty twenty-six" }, { { month = 2, day = 29 }, "February twenty-ninth" },
    { friday, "Friday, November twenty-seventh, twenty twenty-six", { weekday = true } },
    { friday, "Friday, November twenty-seventh", { weekday = true, year = false } },
    { { year = 2005, month = 4, day = 30 }, "April thirtieth, two thousand five" },
    { { year = 1905, month = 3, day = 1 }, "March first, nineteen oh five" },
    { { year = 1900, month = 12, day = 2 }, "December second, nineteen hundred" },
    { { year = 2000, month = 2, day = 29 }, "February twenty-ninth, two thousand" },
    { { year = 987, month = 5, day = 3 }, "May third, nine hundred eighty-seven" },
    { 1795780800, "November twenty-seventh, twenty twenty-six" },
    { 1795780800.5, "November twenty-seventh, twenty twenty-six" },
    { { year = 1969, month = 7, day = 20 }, "Sunday, July twentieth, nineteen sixty-nine", { weekday = true } },
  })
  says("date", "en", { { { month = 4, day = 5 }, "April fifth" } })
  says("date", "es", { { first, "uno de enero", { year = false } } })
  says("date", "en-GB", {
    { friday, "the twenty-seventh of November, twenty twenty-six" },
    { friday, "Friday the twenty-seventh of November", { weekday = true, year = false } },
  })
  says("date", "pt-BR", {
    { friday, "vinte e sete de novembro de dois mil e vinte e seis" },
    { first, "sexta-feira, primeiro de janeiro de dois mil e vinte e sete", { weekday = true } },
  })
  says("date", "pt-PT", { { first, "um de janeiro", { year = false } } })
  says("date", "es-ES", {
    { friday, "veintisiete de noviembre de dos mil veintiséis" }, { first, "uno de enero", { year = false } },
    { first, "viernes uno de enero de dos mil veintisiete", { weekday = true } },
  })
  says("date", "es-MX", { { first, "primero de enero", { year = false } } })

  says("time", "en-US", {
    { { hour = 9, min = 5 }, "nine oh five AM" }, { { hour = 15 }, "three PM" }, { { hour = 0, min = 0 }, "midnight" },
    { { hour = 12, min = 0 }, "noon" }, { { hour = 12, min = 30 }, "twelve thirty PM" }, { 1795780800, "noon" },
    { { hour = 0, min = 30 }, "twelve thirty AM" }, { { hour = 23, min = 59 }, "eleven fifty-nine PM" },
  })
  says("time", "pt-BR", {
    { { hour = 0, min = 0 }, "meia-noite" }, { { hour = 12, min = 0 }, "meio-dia" },
    { { hour = 1, min = 0 }, "uma hora" },
    { { hour = 0, min = 30 }, "zero hora e trinta minutos" },
    { { hour = 22, min = 1 }, "vinte e duas horas e um minuto" },
  })
  says("time", "pt-PT", { { { hour = 0, min = 30 }, "zero horas e trinta minutos" } })
  says("time", "es-ES", {
    { { hour = 1, min = 0 }, "la una de la madrugada" }, { { hour = 9, min = 5 }, "las nueve y cinco de la mañana" },
    { { hour = 12, min = 0 }, "las doce del mediodía" }, { { hour = 15, min = 30 }, "las tres y treinta de la tarde" },
    { { hour = 21, min = 0 }, "las nueve de la noche" }, { { hour = 0, min = 0 }, "las doce de la noche" },
  })

  says("duration", "en-US", {
    { 0, "zero seconds" }, { 1, "one second" }, { 59.6, "one minute" },
    { 3725, "one hour, two minutes, and five seconds" },
    { 90061, "one day, one hour, one minute, and one second" }, { 7300, "two hours", { units = 1 } },
    { 3599, "one hour", { units = 1 } }, { 86405, "one day", { units = 2 } }, { 7260, "two hours and one minute" },
    { 3690, "one hour and two minutes", { units = 2 } },
  })
  says("duration", "pt-BR", {
    { 75600, "vinte e uma horas" }, { 7322, "duas horas, dois minutos e dois segundos" }, { 1, "um segundo" },
  })
  says("duration", "es-ES", { { 3660, "una hora y un minuto" }, { 1860, "treinta y un minutos" },
  { 0, "cero segundos" } })

  says("money", "en-US", {
    { { 12.5, "USD" }, "twelve dollars and fifty cents" }, { { 1, "USD" }, "one dollar" },
    { { 0.01, "USD" }, "one cent" },
    { { 0, "USD" }, "zero dollars" }, { { -3, "GBP" }, "minus three pounds" }, { { 2.999, "EUR" }, "three euros" },
    { { 5, "CAD" }, "five Canadian dollars" }, { { 1500.4, "JPY" }, "one thousand five hundred yen" },
    { { -0.001, "USD" }, "zero dollars" }, { { 0.29, "USD" }, "twenty-nine cents" },
  })
  says("money", "en-CA", { { { 5, "CAD" }, "five dollars" }, { { 1, "USD" }, "one US dollar" } })
  says("money", "en-AU", { { { 5, "AUD" }, "five dollars" }, { { 5, "USD" }, "five US dollars" } })
  says("money", "en-NZ", { { { 5, "NZD" }, "five dollars" }, { { 5, "USD" }, "five US dollars" } })
  says("money", "pt-BR", {
    { { 1500000, "USD" }, "um milhão e quinhentos mil dólares" },
    { { 1.5, "BRL" }, "um real e cinquenta centavos" }, { { 2000000, "USD" }, "dois milhões de dólares" },
    { { 2.02, "GBP" }, "duas libras e dois pence" }, { { 0.5, "EUR" }, "cinquenta centavos" },
    { { 2, "CAD" }, "dois dólares canadenses" }, { { 1, "MXN" }, "um peso mexicano" },
  })
  says("money", "pt-PT", { { { 1.01, "EUR" }, "um euro e um cêntimo" }, { { 2, "CAD" }, "dois dólares canadianos" } })
  says("money", "es-ES", {
    { { 21.5, "EUR" }, "veintiún euros con cincuenta céntimos" }, { { 1000000, "EUR" }, "un millón de euros" },
    { { 1, "GBP" }, "una libra" }, { { 0.21, "EUR" }, "veintiún céntimos" }, { { 2, "MXN" }, "dos pesos mexicanos" },
    { { 1, "CLP" }, "un peso chileno" }, { { 1500000, "EUR" }, "un millón quinientos mil euros" },
  })
  says("money", "es-MX", { { { 2, "MXN" }, "dos pesos" }, { { 1, "USD" }, "un dólar" } })

  local word = { word = "or" }
  says("list", "en-US", {
    { {}, "" }, { { "a" }, "a" }, { { "a", "b" }, "a and b" }, { { "a", "b", "c" }, "a, b, and c" },
    { { 1, 2, 3 }, "1, 2, or 3", word }, { { "a", "b" }, "a and b", { word = "and" } },
  })
  says("list", "en-GB", { { { "a", "b", "c" }, "a, b and c" } })
  says("list", "pt-BR", {
    { {}, "" }, { { "a" }, "a" }, { { "a", "b", "c" }, "a, b e c" }, { { "a", "b" }, "a ou b", word },
  })
  says("list", "es-ES", {
    { { "a" }, "a" }, { { "a", "b", "c" }, "a, b y c" }, { { "padre", "hijo" }, "padre e hijo" },
    { { "agua", "hielo" }, "agua y hielo" }, { { "a", "íntimo" }, "a e íntimo" }, { { "a", "b" }, "a o b", word },
    { { "siete", "ocho" }, "siete u ocho", word }, { { 7, 8 }, "7 u 8", word }, { { 10, 11 }, "10 u 11", word },
    { { "a", "ópera" }, "a u ópera", word }, { { 7, 110 }, "7 o 110", word },
  })
end)

describe("std.text tells a flow what is wrong:", function()
  for words, case in pairs {
    ["text.number: there are no words for 'de-DE'; languages are en, es, pt"] = { f = "number", a = { 1, "de-DE" } },
    ["text.number: there are no words for 'english'"] = { f = "number", a = { 1, "english" } },
    ["text.number: a locale is missing, such as \"en-US\"; given is 5"] = { f = "number", a = { 1, 5 } },
    ["text.number: a number of less than 16 digits is needed, not 1e+15"] = { f = "number", a = { 1e15, "en" } },
    ["text.number: a number of less than 16 digits is needed, not -1e+15"] = { f = "number", a = { -1e15, "en" } },
    ["text.number: a number of less than 16 digits is needed, not x"] = { f = "number", a = { "x", "en" } },
    ["text.number: gender must be \"masculine\" or \"feminine\", not \"f\""] = {
      f = "number", a = { 1, "pt", { gender = "f" } },
    },
    ["text.ordinal: a whole number from 1 to 1000 is needed, not 1001"] = { f = "ordinal", a = { 1001, "es" } },
    ["text.ordinal: a whole number from 1 to 999999999999 is needed, not 0"] = { f = "ordinal", a = { 0, "en" } },
    ["text.ordinal: a whole number from 1 to 999999999999 is needed, not 1.5"] = { f = "ordinal", a = { 1.5, "en" } },
    ["text.digits: a text with digits or a whole number is needed, not -5"] = { f = "digits", a = { -5, "en" } },
    ["text.digits: a text with digits or a whole number is needed, not ()"] = { f = "digits", a = { "()", "en" } },
    ["text.date: day must be a whole number from 1 to 28, not 29"] = {
      f = "date", a = { { year = 2027, month = 2, day = 29 }, "en" },
    },
    ["text.date: day must be a whole number from 1 to 30, not 31"] = {
      f = "date", a = { { month = 4, day = 31 }, "en" },
    },
    ["text.date: month must be a whole number from 1 to 12, not nil"] = { f = "date", a = { { year = 2027 }, "en" } },
    ["text.date: the day of the week needs a year"] = {
      f = "date", a = { { month = 4, day = 1 }, "en", { weekday = true } },
    },
    ["text.date: a table or seconds since 1970 are needed, not today"] = { f = "date", a = { "today", "en" } },
    ["text.date: day must be a whole number from 1 to 29, not 30"] = {
      f = "date", a = { { year = 2028, month = 2, day = 30 }, "en" },
    },
    ["text.date: day must be a whole number from 1 to 30, not 0"] = {
      f = "date", a = { { month = 6, day = 0 }, "en" },
    },
    ["text.date: day must be a whole number from 1 to 30, not 33"] = {
      f = "date", a = { { month = 9, day = 33 }, "en" },
    },
    ["text.date: day must be a whole number from 1 to 30, not 32"] = {
      f = "date", a = { { month = 11, day = 32 }, "en" },
    },
    ["text.time: hour must be a whole number from 0 to 23, not 24"] = { f = "time", a = { { hour = 24 }, "en" } },
    ["text.duration: seconds cannot be negative, as -1 is"] = { f = "duration", a = { -1, "en" } },
    ["text.money: unknown currency 'usd'; did you mean 'USD'?"] = { f = "money", a = { 1, "usd", "en" } },
    ["text.money: an amount of less than 14 digits is needed, not 10000000000000"] = {
      f = "money", a = { 1e13, "USD", "en" },
    },
    ["text.list: a list is needed, not a"] = { f = "list", a = { "a", "en" } },
    ["text.list: item 2 must be a text or a number, not true"] = { f = "list", a = { { "a", true }, "en" } },
    ["text.list: word must be \"and\" or \"or\", not \"nor\""] = { f = "list", a = { {}, "en", { word = "nor" } } },
  } do
    it(words, { allows_errors = true }, function()
      local session = launch("says", { cases = { case } })
      expect(session):is_over { way = "failed" }
      expect(session.report):contains(words)
      expect(session.report):contains "says/main.lua:5"
    end)
  end
end)
