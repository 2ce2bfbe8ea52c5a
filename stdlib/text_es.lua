--- Spanish words, for std.text.
local es = { minus = "menos", last_ordinal = 1000 }

es.digits = {
  [0] = "cero", "uno", "dos", "tres", "cuatro", "cinco", "seis", "siete", "ocho", "nueve", "diez", "once", "doce",
  "trece", "catorce", "quince", "dieciséis", "diecisiete", "dieciocho", "diecinueve", "veinte", "veintiuno",
  "veintidós", "veintitrés", "veinticuatro", "veinticinco", "veintiséis", "veintisiete", "veintiocho", "veintinueve",
}

local tens = { "", "", "treinta", "cuarenta", "cincuenta", "sesenta", "setenta", "ochenta", "noventa" }
local hundreds = {
  "ciento", "doscientos", "trescientos", "cuatrocientos", "quinientos", "seiscientos", "setecientos", "ochocientos",
  "novecientos",
}
local months = {
  "enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre", "noviembre",
  "diciembre",
}
local weekdays = { "domingo", "lunes", "martes", "miércoles", "jueves", "viernes", "sábado" }

-- Where the decimal sign is a point.
local with_point = {
  MX = true, US = true, PR = true, GT = true, HN = true, NI = true, SV = true, PA = true, DO = true,
}

function es.point(region) return with_point[region] and "punto" or "coma" end

--- In Spain the first of a month is "uno", and # is "almohadilla".
local function is_european(region) return region == nil or region == "ES" end

function es.sign(sign, region)
  if sign == "+" then return "más" end
  if sign == "*" then return "asterisco" end
  if sign == "#" then return is_european(region) and "almohadilla" or "numeral" end
end

local function below_hundred(n, gender)
  if n % 10 == 1 and n ~= 11 and gender then
    if n == 1 then return gender == "feminine" and "una" or "un" end
    if n == 21 then return gender == "feminine" and "veintiuna" or "veintiún" end
    return tens[n // 10] .. " y " .. (gender == "feminine" and "una" or "un")
  end
  if n < 30 then return es.digits[n] end
  return tens[n // 10] .. (n % 10 > 0 and " y " .. es.digits[n % 10] or "")
end

local function below_thousand(n, gender)
  if n < 100 then return below_hundred(n, gender) end
  if n == 100 then return "cien" end
  local said = hundreds[n // 100]
  if gender == "feminine" and n >= 200 then said = string.gsub(said, "os$", "as") end
  return said .. (n % 100 > 0 and " " .. below_hundred(n % 100, gender) or "")
end

local function below_million(n, gender)
  local thousands, rest = n // 1000, n % 1000
  if thousands == 0 then return below_thousand(rest, gender) end
  local said = thousands == 1 and "mil" or below_thousand(thousands, gender or "masculine") .. " mil"
  return rest > 0 and said .. " " .. below_thousand(rest, gender) or said
end

local scales = { { 1000000000000, "billón", "billones" }, { 1000000, "millón", "millones" } }

function es.integer(n, _, gender)
  local said
  for _, scale in ipairs(scales) do
    if n >= scale[1] then
      local count = n // scale[1]
      n = n % scale[1]
      said = (said and said .. " " or "") .. below_million(count, "masculine") .. " "
        .. (count == 1 and scale[2] or scale[3])
    end
  end
  if not said then return below_million(n, gender) end
  return n > 0 and said .. " " .. below_million(n, gender) or said
end

local ordinal_units = {
  "primero", "segundo", "tercero", "cuarto", "quinto", "sexto", "séptimo", "octavo", "noveno", "décimo", "undécimo",
  "duodécimo", "decimotercero", "decimocuarto", "decimoquinto", "decimosexto", "decimoséptimo", "decimoctavo",
  "decimonoveno",
}
local ordinal_tens = {
  "", "vigésimo", "trigésimo", "cuadragésimo", "quincuagésimo", "sexagésimo", "septuagésimo", "octogésimo",
  "nonagésimo",
}
local ordinal_hundreds = {
  "centésimo", "ducentésimo", "tricentésimo", "cuadringentésimo", "quingentésimo", "sexcentésimo", "septingentésimo",
  "octingentésimo", "noningentésimo", "milésimo",
}

function es.ordinal(n, _, gender)
  local said = {}
  if n >= 100 then said[#said + 1] = ordinal_hundreds[n // 100] end
  local rest = n % 100
  if rest >= 20 then
    said[#said + 1] = ordinal_tens[rest // 10]
    rest = rest % 10
  end
  if rest > 0 then said[#said + 1] = ordinal_units[rest] end
  local words = table.concat(said, " ")
  if gender == "feminine" then words = string.gsub(words, "o%f[%s\0]", "a") end
  return words
end

function es.date(year, month, day, weekday, region)
  local said = day == 1 and not is_european(region) and "primero" or es.integer(day)
  said = (weekday and weekdays[weekday] .. " " or "") .. said .. " de " .. months[month]
  return year and said .. " de " .. es.integer(year) or said
end

--- With the article, as in "a las tres y treinta de la tarde".
function es.time(hour, min)
  local twelve = (hour + 11) % 12 + 1
  local said = twelve == 1 and "la una" or "las " .. es.digits[twelve]
  if min > 0 then said = said .. " y " .. es.integer(min) end
  if hour == 12 and min == 0 then return said .. " del mediodía" end
  if hour == 0 or hour >= 20 then return said .. " de la noche" end
  return said .. (hour < 6 and " de la madrugada" or hour < 12 and " de la mañana" or " de la tarde")
end

-- One, many, and the gender that both have.
es.units = {
  day = { "día", "días", "masculine" }, hour = { "hora", "horas", "feminine" },
  minute = { "minuto", "minutos", "masculine" }, second = { "segundo", "segundos", "masculine" },
}

function es.count(n, noun)
  local of = n >= 1000000 and n % 1000000 == 0 and " de " or " "
  return es.integer(n, nil, noun[3]) .. of .. (n == 1 and noun[1] or noun[2])
end

-- One, many, one and many of the hundredths, the gender; and what goes behind one and many where others use the same
-- name.
es.money = {
  USD = { "dólar", "dólares", "centavo", "centavos", "masculine", "estadounidense", "estadounidenses" },
  CAD = { "dólar", "dólares", "centavo", "centavos", "masculine", "canadiense", "canadienses" },
  AUD = { "dólar", "dólares", "centavo", "centavos", "masculine", "australiano", "australianos" },
  NZD = { "dólar", "dólares", "centavo", "centavos", "masculine", "neozelandés", "neozelandeses" },
  EUR = { "euro", "euros", "céntimo", "céntimos", "masculine" },
  GBP = { "libra", "libras", "penique", "peniques", "feminine" },
  BRL = { "real", "reales", "centavo", "centavos", "masculine" }, JPY = { "yen", "yenes", nil, nil, "masculine" },
  INR = { "rupia", "rupias", "paisa", "paisas", "feminine" },
  MXN = { "peso", "pesos", "centavo", "centavos", "masculine", "mexicano", "mexicanos" },
  ARS = { "peso", "pesos", "centavo", "centavos", "masculine", "argentino", "argentinos" },
  CLP = { "peso", "pesos", nil, nil, "masculine", "chileno", "chilenos" },
  COP = { "peso", "pesos", "centavo", "centavos", "masculine", "colombiano", "colombianos" },
  UYU = { "peso", "pesos", "centésimo", "centésimos", "masculine", "uruguayo", "uruguayos" },
  PEN = { "sol", "soles", "céntimo", "céntimos", "masculine" },
  CHF = { "franco suizo", "francos suizos", "céntimo", "céntimos", "masculine" },
  CNY = { "yuan", "yuanes", "fen", "fenes", "masculine" },
  AOA = { "kuanza", "kuanzas", "céntimo", "céntimos", "masculine" },
  MZN = { "metical", "meticales", "centavo", "centavos", "masculine" },
}

function es.knows_dollars() return false end

function es.sum(major, minor, name, qualified)
  local cents = minor > 0 and es.count(minor, { name[3], name[4], "masculine" })
  if major == 0 and cents then return cents end
  local said = es.count(major, {
    qualified and name[1] .. " " .. name[6] or name[1], qualified and name[2] .. " " .. name[7] or name[2], name[5],
  })
  return cents and said .. " con " .. cents or said
end

--- "y" is "e" before the sound of i, "o" is "u" before that of o.
local function joint(word, following)
  local lower = string.lower(following)
  if word == "or" then
    local sounds = string.find(lower, "^h?o") or string.find(lower, "^h?ó") or string.find(lower, "^8")
    return (sounds or string.find(lower, "^11%f[%D]")) and " u " or " o "
  end
  local sounds = string.find(lower, "^h?i") or string.find(lower, "^h?í")
  return sounds and not string.find(lower, "^h?i[aeo]") and " e " or " y "
end

function es.list(items, word)
  if #items < 2 then return table.concat(items) end
  return table.concat(items, ", ", 1, #items - 1) .. joint(word, items[#items]) .. items[#items]
end

return es
