local text = require "std.text"

on("Launch", function(event)
  log.info("spoken", {
    sum = text.money(12.5, "USD", "en-US"),                                  -- twelve dollars and fifty cents
    day = text.date({ year = 2026, month = 11, day = 27 }, "pt-BR"),         -- vinte e sete de novembro de …
    time = text.time({ hour = 15, min = 30 }, "es-MX"),                      -- las tres y treinta de la tarde
    wait = text.duration(3725, "en-GB", { units = 2 }),                      -- one hour and two minutes
    code = text.digits("A12-345", "en-US"),                                  -- A one two, three four five
    desks = text.list({ "sales", "support" }, "en-US", { word = "or" }),     -- sales or support
  })
end)
