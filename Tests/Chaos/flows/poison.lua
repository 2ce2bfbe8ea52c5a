flow { locale = "en-US", voice = "en-US-AvaNeural" }

-- The campaign's store refuses sessions of this flow, so that commits of many sessions have to be taken apart.
on("Launch", function() end)
