--- Portuguese words, for std.text.
local pt = { minus = "menos", last_ordinal = 1000 }

pt.digits = {
  [0] = "zero", "um", "dois", "três", "quatro", "cinco", "seis", "sete", "oito", "nove", "dez", "onze", "doze", "treze",
  "catorze", "quinze", "dezesseis", "dezessete", "dezoito", "dezenove",
}

-- Where Portugal and Africa differ from Brazil.
local european = { [16] = "dezasseis", [17] = "dezassete", [19] = "dezanove" }
local tens = { "", "vinte", "trinta", "quarenta", "cinquenta", "sessenta", "setenta", "oitenta", "noventa" }
local hundreds = {
  "cento", "duzentos", "trezentos", "quatrocentos", "quinhentos", "seiscentos", "setecentos", "oitocentos",
  "novecentos",
}
local months = {
  "janeiro", "fevereiro", "março", "abril", "maio", "junho", "julho", "agosto", "setembro", "outubro", "novembro",
  "dezembro",
}
local weekdays = {
  "domingo", "segunda-feira", "terça-feira", "quarta-feira", "quinta-feira", "sexta-feira", "sábado",
}

local function is_brazilian(region) return region == nil or region == "BR" end

function pt.point() return "vírgula" end

function pt.sign(sign, region)
  if sign == "+" then return "mais" end
  if sign == "*" then return "asterisco" end
  if sign == "#" then return is_brazilian(region) and "cerquilha" or "cardinal" end
end

local function below_hundred(n, region, gender)
  if gender == "feminine" and n % 10 < 3 and (n < 3 or n > 20) then
    if n == 1 or n == 2 then return n == 1 and "uma" or "duas" end
    if n % 10 > 0 then return tens[n // 10] .. " e " .. (n % 10 == 1 and "uma" or "duas") end
  end
  if n < 20 then return not is_brazilian(region) and european[n] or pt.digits[n] end
  return tens[n // 10] .. (n % 10 > 0 and " e " .. pt.digits[n % 10] or "")
end

local function below_thousand(n, region, gender)
  if n < 100 then return below_hundred(n, region, gender) end
  if n == 100 then return "cem" end
  local said = hundreds[n // 100]
  if gender == "feminine" and n >= 200 then said = string.gsub(said, "os$", "as") end
  return said .. (n % 100 > 0 and " e " .. below_hundred(n % 100, region, gender) or "")
end

--- A part joins with "e" when it is the last and has one word: "mil e cem", "mil duzentos e um".
local function joined(said, value, part)
  if not said then return part end
  return said .. ((value <= 100 or value < 1000 and value % 100 == 0) and " e " or " ") .. part
end

local function below_million(n, region, gender)
  local thousands, rest = n // 1000, n % 1000
  if thousands == 0 then return below_thousand(rest, region, gender) end
  local said = thousands == 1 and "mil" or below_thousand(thousands, region, gender) .. " mil"
  return rest > 0 and joined(said, rest, below_thousand(rest, region, gender)) or said
end

-- Brazil counts by thousands, the others by millions.
local short_scales = {
  { 1000000000000, "trilhão", "trilhões" }, { 1000000000, "bilhão", "bilhões" }, { 1000000, "milhão", "milhões" },
}
local long_scales = { { 1000000000000, "bilião", "biliões" }, { 1000000, "milhão", "milhões" } }

function pt.integer(n, region, gender)
  local said
  for _, scale in ipairs(is_brazilian(region) and short_scales or long_scales) do
    if n >= scale[1] then
      local count = n // scale[1]
      n = n % scale[1]
      local part = below_million(count, region) .. " " .. (count == 1 and scale[2] or scale[3])
      said = n == 0 and joined(said, count, part) or said and said .. " " .. part or part
    end
  end
  if said and n == 0 then return said end
  -- Of thousands that stand last, their number counts.
  return joined(said, n % 1000 == 0 and n // 1000 or n, below_million(n, region, gender))
end

local ordinal_units = { "primeiro", "segundo", "terceiro", "quarto", "quinto", "sexto", "sétimo", "oitavo", "nono" }
local ordinal_tens = {
  "décimo", "vigésimo", "trigésimo", "quadragésimo", "quinquagésimo", "sexagésimo", "septuagésimo", "octogésimo",
  "nonagésimo",
}
local ordinal_hundreds = {
  "centésimo", "ducentésimo", "trecentésimo", "quadringentésimo", "quingentésimo", "sexcentésimo", "septingentésimo",
  "octingentésimo", "nongentésimo", "milésimo",
}

function pt.ordinal(n, _, gender)
  local said = {}
  if n >= 100 then said[#said + 1] = ordinal_hundreds[n // 100] end
  if n % 100 >= 10 then said[#said + 1] = ordinal_tens[n % 100 // 10] end
  if n % 10 > 0 then said[#said + 1] = ordinal_units[n % 10] end
  local words = table.concat(said, " ")
  if gender == "feminine" then words = string.gsub(words, "o%f[%s\0]", "a") end
  return words
end

function pt.date(year, month, day, weekday, region)
  local said = day == 1 and is_brazilian(region) and "primeiro" or pt.integer(day, region)
  said = (weekday and weekdays[weekday] .. ", " or "") .. said .. " de " .. months[month]
  return year and said .. " de " .. pt.integer(year, region) or said
end

-- One, many, and the gender that both have.
pt.units = {
  day = { "dia", "dias" }, hour = { "hora", "horas", "feminine" }, minute = { "minuto", "minutos" },
  second = { "segundo", "segundos" },
}

function pt.count(n, noun, region)
  local of = n >= 1000000 and n % 1000000 == 0 and " de " or " "
  return pt.integer(n, region, noun[3]) .. of .. (n == 1 and noun[1] or noun[2])
end

function pt.time(hour, min, region)
  if min == 0 and hour % 12 == 0 then return hour == 0 and "meia-noite" or "meio-dia" end
  local said = hour == 0 and is_brazilian(region) and "zero hora" or pt.count(hour, pt.units.hour, region)
  return min > 0 and said .. " e " .. pt.count(min, pt.units.minute, region) or said
end

-- One, many, one and many of the hundredths, the gender; and what goes behind one and many where others use the same
-- name.
pt.money = {
  USD = { "dólar", "dólares", "centavo", "centavos", nil, "americano", "americanos" },
  CAD = { "dólar", "dólares", "centavo", "centavos", nil, "canadense", "canadenses" },
  AUD = { "dólar", "dólares", "centavo", "centavos", nil, "australiano", "australianos" },
  NZD = { "dólar", "dólares", "centavo", "centavos", nil, "neozelandês", "neozelandeses" },
  EUR = { "euro", "euros", "cêntimo", "cêntimos" }, GBP = { "libra", "libras", "pêni", "pence", "feminine" },
  BRL = { "real", "reais", "centavo", "centavos" }, JPY = { "iene", "ienes" },
  INR = { "rupia", "rupias", "paisa", "paisas", "feminine" },
  MXN = { "peso", "pesos", "centavo", "centavos", nil, "mexicano", "mexicanos" },
  ARS = { "peso", "pesos", "centavo", "centavos", nil, "argentino", "argentinos" },
  CLP = { "peso", "pesos", nil, nil, nil, "chileno", "chilenos" },
  COP = { "peso", "pesos", "centavo", "centavos", nil, "colombiano", "colombianos" },
  UYU = { "peso", "pesos", "centésimo", "centésimos", nil, "uruguaio", "uruguaios" },
  PEN = { "sol", "sóis", "cêntimo", "cêntimos" }, CHF = { "franco suíço", "francos suíços", "cêntimo", "cêntimos" },
  CNY = { "yuan", "yuans", "fen", "fens" }, AOA = { "kwanza", "kwanzas", "cêntimo", "cêntimos" },
  MZN = { "metical", "meticais", "centavo", "centavos" },
}

function pt.knows_dollars() return false end

function pt.sum(major, minor, name, qualified, region)
  local one, many = name[3], name[4]
  -- Brazil's word for the hundredth of everything.
  if one == "cêntimo" and is_brazilian(region) then one, many = "centavo", "centavos" end
  local cents = minor > 0 and pt.count(minor, { one, many }, region)
  if major == 0 and cents then return cents end
  local single, plural = name[6], name[7]
  if single == "canadense" and not is_brazilian(region) then single, plural = "canadiano", "canadianos" end
  local said = pt.count(major, {
    qualified and name[1] .. " " .. single or name[1], qualified and name[2] .. " " .. plural or name[2], name[5],
  }, region)
  return cents and said .. " e " .. cents or said
end

function pt.list(items, word)
  local joint = word == "and" and " e " or " ou "
  if #items < 2 then return table.concat(items) end
  return table.concat(items, ", ", 1, #items - 1) .. joint .. items[#items]
end

return pt
